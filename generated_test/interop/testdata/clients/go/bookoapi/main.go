// Command bookoapi calls each operation of the bookstore with a client of oapi-codegen.
package main

import (
	"context"
	"net/http"
	"os"
	"reflect"
	"strings"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"example.com/clients/bookoapi/api"
	v "example.com/clients/values"
)

const id = "9780134190440"

// owner and partner say who asks: the client has nothing that knows security schemes.
func owner(_ context.Context, r *http.Request) error {
	r.Header.Set("Authorization", "Bearer secret")
	return nil
}

func partner(_ context.Context, r *http.Request) error {
	r.Header.Set("X-Partner", "corner-shop")
	return nil
}

// An answer is one of any operation.
type answer interface{ StatusCode() int }

func told[A answer](a A, err error) {
	v.Must(err)
	if a.StatusCode() > 299 {
		v.Status(a.StatusCode(), 200, []byte(reflect.TypeOf(a).String()))
	}
}

func main() {
	ctx := context.Background()
	c, err := api.NewClientWithResponses(os.Args[1])
	v.Must(err)
	day := openapi_types.Date{Time: time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)}

	told(c.StatusWithResponse(ctx))
	told(c.CoverWithResponse(ctx, id))
	told(c.BooksOnShelfWithResponse(ctx, api.Cheap))
	told(c.ReportWithResponse(ctx, day))
	told(c.EchoWithResponse(ctx))
	told(c.EchoPostWithResponse(ctx))
	told(c.EventsWithResponse(ctx))
	told(c.HomeWithResponse(ctx))
	told(c.ListBooksWithResponse(ctx))
	book := api.NewBook{Isbn: "9781718501263", Title: `Rust & "more" é`, Cents: 3000,
		Tags: &[]string{"a", "b"}}
	created, err := c.CreateBookWithResponse(ctx, book)
	v.Must(err)
	if b := created.JSON201; b == nil || b.Title != book.Title || !reflect.DeepEqual(b.Tags, book.Tags) {
		v.Status(created.StatusCode(), 201, created.Body)
	}
	told(c.SearchWithResponse(ctx, &api.SearchParams{Q: v.To("go &é"), Page: v.To(1),
		Sort: v.To(api.Price), Tag: &[]string{"go"}, AcceptLanguage: v.To("en"),
		Currency: v.To(api.Usd)}))
	var praise api.Feedback
	v.Must(praise.FromFeedbackPraise(api.FeedbackPraise{Kind: api.Praise, Text: "fine"}))
	told(c.SendFeedbackWithResponse(ctx, praise))
	told(c.GetBookWithResponse(ctx, id))
	told(c.OldBookWithResponse(ctx, id))
	told(c.OrderBookWithFormdataBodyWithResponse(ctx, id, api.Order{Copies: 2}))
	told(c.PartnerBooksWithResponse(ctx, partner))
	told(c.NoteWithResponse(ctx, "read me"))
	told(c.StatsWithResponse(ctx, owner))
	told(c.ImportWithBodyWithResponse(ctx, "application/octet-stream",
		strings.NewReader(`{"isbn":"9780262510875","title":"SICP"}`), owner))
	told(c.SetStockWithTextBodyWithResponse(ctx, id, "4", owner))
	told(c.SetStocksWithResponse(ctx, []api.Count{{Isbn: id, Stock: 9}}, owner))
	told(c.StocksWithResponse(ctx, owner))
	told(c.StockReportWithResponse(ctx, owner))
	told(c.ReviewsListWithResponse(ctx, id))
	told(c.ReviewsAddWithResponse(ctx, id, api.Review{Stars: 5, Text: v.To("terse")}))
	told(c.RemoveBookWithResponse(ctx, id, owner))
	told(c.ShutdownWithResponse(ctx))
}
