// Command oapi sends the values with a client of oapi-codegen.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"example.com/clients/oapi/api"
	v "example.com/clients/values"
)

func main() {
	ctx := context.Background()
	c, err := api.NewClientWithResponses(os.Args[1])
	v.Must(err)
	var uid openapi_types.UUID
	v.Must(uid.UnmarshalText([]byte(v.UID)))
	day := openapi_types.Date{Time: v.Day}

	item, err := c.GetItemWithResponse(ctx, v.Shop, 42, &api.GetItemParams{
		S: v.Text, Empty: v.To(""), N: v.To(-5), Big: v.To(int64(v.Big)), X: v.To(0.25),
		B: v.To(true), At: &v.At, Day: &day, Uid: &uid, Sort: v.To(api.Sort(v.Sort)),
		Tag: &v.Words, Num: &v.Nums, Csv: &v.Plain, Rgb: &api.RGB{R: 1, G: 2},
	})
	v.Must(err)
	v.Status(item.StatusCode(), 200, item.Body)

	fields, err := c.GetFieldsWithResponse(ctx, &api.GetFieldsParams{XCount: 7, XTags: &v.Tags,
		XAt: &v.At, Sid: v.To(v.Sid), Count: v.To(8)})
	v.Must(err)
	v.Status(fields.StatusCode(), 200, fields.Body)

	sent := api.Item{Id: v.ID, Name: v.Name, Price: 59.5, Tags: v.Words, Sort: api.Sort(v.Sort),
		At: &v.At, Day: &day, Size: &api.RGB{R: 1, G: 2}, Counts: map[string]int{"a": 1, "b/c": 2},
		Raw: v.Raw}
	created, err := c.CreateItemWithResponse(ctx, sent)
	v.Must(err)
	v.Status(created.StatusCode(), 201, created.Body)
	back, err := json.Marshal(created.JSON201)
	v.Must(err)
	if want, _ := json.Marshal(sent); !bytes.Equal(back, want) {
		v.Status(0, 201, back)
	}

	// Its form leaves out what is a time.
	order, err := c.CreateOrderWithFormdataBodyWithResponse(ctx, api.Order{X: v.Text, N: -5,
		Big: v.Big, Ok: v.To(true), At: &v.At, Day: &day, Sort: v.To(api.Sort(v.Sort)), L: v.Words,
		Ns: v.Nums})
	v.Must(err)
	v.Status(order.StatusCode(), 200, order.Body)
}
