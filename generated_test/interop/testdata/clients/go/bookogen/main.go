// Command bookogen calls each operation of the bookstore with a client of ogen.
package main

import (
	"context"
	"os"
	"reflect"
	"strings"
	"time"

	"example.com/clients/bookogen/api"
	v "example.com/clients/values"
)

// keys are what the bookstore wants of partners and of its owner.
type keys struct{}

func (keys) ApikeyXPartner(context.Context, api.OperationName) (api.ApikeyXPartner, error) {
	return api.ApikeyXPartner{APIKey: "corner-shop"}, nil
}

func (keys) Token(context.Context, api.OperationName) (api.Token, error) {
	return api.Token{Token: "secret"}, nil
}

const id = "9780134190440"

func main() {
	ctx := context.Background()
	c, err := api.NewClient(os.Args[1], keys{})
	v.Must(err)
	// An answer that is none of the document is an error, and so is one of the wrong type.
	told := func(_ any, err error) { v.Must(err) }

	told(c.Status(ctx))
	told(c.Cover(ctx, api.CoverParams{ID: id}))
	told(c.BooksOnShelf(ctx, api.BooksOnShelfParams{Shelf: api.BooksOnShelfShelfCheap}))
	told(c.Report(ctx, api.ReportParams{Day: time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)}))
	told(c.Echo(ctx))
	told(c.EchoPost(ctx))
	told(c.Events(ctx))
	told(c.Home(ctx))
	told(c.ListBooks(ctx))
	book := &api.NewBook{Isbn: "9781718501263", Title: `Rust & "more" é`, Cents: 3000,
		Tags: []string{"a", "b"}}
	created, err := c.CreateBook(ctx, book)
	v.Must(err)
	if b, ok := created.(*api.Book); !ok || b.Title != book.Title ||
		!reflect.DeepEqual(b.Tags, book.Tags) {
		v.Status(0, 201, []byte(reflect.TypeOf(created).String()))
	}
	told(c.Search(ctx, api.SearchParams{Q: api.NewOptString("go &é"), Page: api.NewOptInt(1),
		Sort: api.NewOptSort(api.SortPrice), Tag: []string{"go"},
		AcceptLanguage: api.NewOptString("en"),
		Currency:       api.NewOptSearchCurrency(api.SearchCurrencyUsd)}))
	told(c.SendFeedback(ctx, api.NewFeedbackPraiseFeedback(api.FeedbackPraise{
		Kind: api.FeedbackPraiseKindPraise, Text: "fine"})))
	told(c.GetBook(ctx, api.GetBookParams{ID: id}))
	told(c.OldBook(ctx, api.OldBookParams{ID: id}))
	told(c.OrderBook(ctx, &api.Order{Copies: 2}, api.OrderBookParams{ID: id}))
	told(c.PartnerBooks(ctx))
	told(c.Note(ctx, api.NoteParams{Name: "read me"}))
	told(c.Stats(ctx))
	told(c.Import(ctx, api.ImportReq{
		Data: strings.NewReader(`{"isbn":"9780262510875","title":"SICP"}`)}))
	told(c.SetStock(ctx, api.SetStockReq{Data: strings.NewReader("4")}, api.SetStockParams{ID: id}))
	told(c.SetStocks(ctx, []api.Count{{Isbn: id, Stock: 9}}))
	told(c.Stocks(ctx))
	told(c.StockReport(ctx))
	told(c.ReviewsList(ctx, api.ReviewsListParams{ID: id}))
	told(c.ReviewsAdd(ctx, &api.Review{Stars: 5, Text: api.NewOptString("terse")},
		api.ReviewsAddParams{ID: id}))
	told(c.RemoveBook(ctx, api.RemoveBookParams{ID: id}))
	told(c.Shutdown(ctx))
}
