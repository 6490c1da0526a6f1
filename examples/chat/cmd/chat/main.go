// Chat serves the example chat. Open its page in two windows.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"

	"example.com/httpgen/examples/chat"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8000", "`ADDRESS` to listen on; port 0 takes a free one")
	flag.Parse()
	if err := serve(*addr); err != nil {
		log.Fatal(err)
	}
}

// serve says where it listens when it does, and ends gracefully on a signal.
func serve(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Printf("The chat is at http://%s/: open it in two windows.\n", l.Addr())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return chat.New(chat.NewChat()).Serve(ctx, l)
}
