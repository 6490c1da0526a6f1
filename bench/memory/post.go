package memory

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/bytedance/sonic"
	"github.com/valyala/fasthttp"

	"example.com/httpgen/bench/codec"
	"example.com/httpgen/bench/codec/httpgen"
	"example.com/httpgen/bench/codec/ogen"
	"example.com/httpgen/runtime"
)

// Servers that read an order and answer with it live here: all that a service does with JSON.

// Post starts them, each with a listener of its own.
func Post() []Case {
	order := codec.SomeOrder(1 << 10)
	request := fmt.Appendf(nil, "POST /orders HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(order), order)
	var cases []Case
	for _, s := range []struct {
		name  string
		serve func(net.Listener) error
	}{
		{"httpgen", serveOrders}, {"fasthttp+sonic", serveFast}, {"net-http+ogen", serveOgen},
	} {
		c := Case{Name: "JSON/post/1KB/order/" + s.name, request: request, body: string(order),
			conns: make(chan net.Conn), failed: make(chan error, 1)}
		go func() { c.failed <- s.serve(listener{c.conns}) }()
		cases = append(cases, c)
	}
	return cases
}

type orders struct{ httpgen.UnimplementedHandlers }

func (orders) PutOrder(_ runtime.Request, o httpgen.Order) (httpgen.Order, error) { return o, nil }

func serveOrders(l net.Listener) error {
	return httpgen.New(orders{}).Serve(context.Background(), l)
}

func serveFast(l net.Listener) error {
	handle := func(ctx *fasthttp.RequestCtx) {
		var order codec.Order
		if err := sonic.Unmarshal(ctx.PostBody(), &order); err != nil {
			ctx.Error(err.Error(), http.StatusBadRequest)
			return
		}
		text, err := sonic.Marshal(&order)
		if err != nil {
			ctx.Error(err.Error(), http.StatusInternalServerError)
			return
		}
		ctx.SetContentType("application/json")
		ctx.SetBody(text)
	}
	return (&fasthttp.Server{Handler: handle, NoDefaultServerHeader: true}).Serve(l)
}

type ogenOrders struct{}

func (ogenOrders) PutOrder(_ context.Context, o *ogen.Order) (*ogen.Order, error) { return o, nil }
func (ogenOrders) PutPage(_ context.Context, p *ogen.Page) (*ogen.Page, error)    { return p, nil }

func serveOgen(l net.Listener) error {
	handler, err := ogen.NewServer(ogenOrders{})
	if err != nil {
		return err
	}
	return (&http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}).Serve(l)
}

// customerText is an answer of 200 bytes.
const customerText = `{"name":"Ms Augustina van der Weerden-Oyelaran","email":"augustina.vdw@mail.example",` +
	`"city":"Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch","points":1234567890123456}`

// Customers are handlers of net/http that answer with a customer, of 200 bytes: ours and ogen's.
func Customers() (map[string]http.Handler, error) {
	theirs, err := ogen.NewServer(ogenOrders{})
	return map[string]http.Handler{"httpgen": httpgen.New(orders{}), "ogen": theirs}, err
}

func (orders) GetCustomer(_ runtime.Request, id int64) (c httpgen.Customer, err error) {
	return httpgen.Customer{Name: "Ms Augustina van der Weerden-Oyelaran",
		Email: "augustina.vdw@mail.example", Points: 1234567890000000 + id,
		City: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"}, nil
}

func (ogenOrders) GetCustomer(_ context.Context, p ogen.GetCustomerParams) (*ogen.Customer, error) {
	return &ogen.Customer{Name: "Ms Augustina van der Weerden-Oyelaran",
		Email: "augustina.vdw@mail.example", Points: 1234567890000000 + p.ID,
		City: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"}, nil
}
