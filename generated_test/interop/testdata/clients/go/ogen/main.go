// Command ogen sends the values with a client of ogen.
package main

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/google/uuid"
	ht "github.com/ogen-go/ogen/http"

	"example.com/clients/ogen/api"
	v "example.com/clients/values"
)

func main() {
	ctx := context.Background()
	c, err := api.NewClient(os.Args[1])
	v.Must(err)

	// Times are cut to seconds wherever they stand: there are none here.
	_, err = c.GetItem(ctx, api.GetItemParams{Shop: v.Shop, ID: 42,
		S: v.Text, Empty: api.NewOptString(""), N: api.NewOptInt(-5), Big: api.NewOptInt64(v.Big),
		X: api.NewOptFloat64(0.25), B: api.NewOptBool(true),
		Day: api.NewOptDate(v.Day), UID: api.NewOptUUID(uuid.MustParse(v.UID)),
		Sort: api.NewOptSort(v.Sort), Tag: v.Words, Num: v.Nums, Csv: v.Plain,
		Rgb: api.NewOptRGB(api.RGB{R: 1, G: 2}),
	})
	v.Must(err)

	_, err = c.GetFields(ctx, api.GetFieldsParams{XCount: 7, XTags: v.Tags,
		Sid: api.NewOptString(v.Sid), Count: api.NewOptInt(8)})
	v.Must(err)

	sent := &api.Item{ID: v.ID, Name: v.Name, Price: 59.5, Tags: v.Words, Sort: v.Sort,
		Day: api.NewOptDate(v.Day), Size: api.NewOptRGB(api.RGB{R: 1, G: 2}),
		Counts: api.ItemCounts{"a": 1, "b/c": 2}, Raw: v.Raw}
	sent.Note.SetToNull()
	created, err := c.CreateItem(ctx, sent)
	v.Must(err)
	if !reflect.DeepEqual(created, sent) {
		v.Status(0, 201, fmt.Append(nil, created))
	}

	_, err = c.CreateOrder(ctx, &api.Order{X: v.Text, N: -5, Big: v.Big, Ok: api.NewOptBool(true),
		Day: api.NewOptDate(v.Day), Sort: api.NewOptSort(v.Sort), L: v.Words, Ns: v.Nums})
	v.Must(err)

	file := func(name, content string) ht.MultipartFile {
		return ht.MultipartFile{Name: name, File: strings.NewReader(content), Size: int64(len(content))}
	}
	_, err = c.CreateUpload(ctx, &api.UploadMultipart{Title: v.Text, N: -5,
		Sort: api.NewOptSort(v.Sort), L: v.Words, Photo: file("f.txt", "first"),
		More: []ht.MultipartFile{file("s.txt", "second"), file("empty.txt", "")}})
	v.Must(err)
}
