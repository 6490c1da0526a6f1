// Command swagger sends the values with a client of go-swagger.
package main

import (
	"os"
	"strings"

	"github.com/go-openapi/runtime"
	httptransport "github.com/go-openapi/runtime/client"
	"github.com/go-openapi/strfmt"

	"example.com/clients/swagger/api/client/operations"
	"example.com/clients/swagger/api/models"
	v "example.com/clients/values"
)

func main() {
	host := strings.TrimPrefix(os.Args[1], "http://")
	c := operations.New(httptransport.New(host, "/", []string{"http"}), strfmt.Default)
	at, day := strfmt.DateTime(v.At), strfmt.Date(v.Day)
	nums := []int64{1, -2, 3}

	_, err := c.GetItem(operations.NewGetItemParams().WithShop(v.Shop).WithID(42).WithS(v.Text).
		WithEmpty("").WithN(v.To(int64(-5))).WithBig(v.To(int64(v.Big))).WithX(v.To(0.25)).
		WithB(v.To(true)).WithAt(&at).WithDay(&day).WithUID(v.To(strfmt.UUID(v.UID))).
		WithSort(v.To(v.Sort)).WithTag(v.Words).WithNum(nums).WithCsv(v.Plain))
	v.Must(err)
	_, err = c.GetFields(operations.NewGetFieldsParams().WithXCount(7).WithXTags(v.Tags).WithXAt(&at))
	v.Must(err)
	raw := strfmt.Base64(v.Raw)
	_, err = c.CreateItem(operations.NewCreateItemParams().WithBody(&models.Item{ID: v.To(int64(v.ID)),
		Name: v.To(v.Name), Price: v.To(59.5), Tags: v.Words, Sort: v.To(v.Sort), At: at, Day: day,
		Size: &models.RGB{R: v.To(int64(1)), G: v.To(int64(2))}, Raw: &raw,
		Counts: map[string]int64{"a": 1, "b/c": 2}}))
	v.Must(err)
	_, err = c.CreateOrder(operations.NewCreateOrderParams().WithX(v.Text).WithN(-5).WithBig(v.Big).
		WithOk(v.To(true)).WithAt(&at).WithDay(&day).WithSort(v.To(v.Sort)).WithL(v.Words).WithNs(nums))
	v.Must(err)
	_, err = c.CreateUpload(operations.NewCreateUploadParams().WithTitle(v.Text).WithN(-5).
		WithSort(v.To(v.Sort)).WithL(v.Words).
		WithPhoto(runtime.NamedReader("f.txt", strings.NewReader("first"))))
	v.Must(err)
}
