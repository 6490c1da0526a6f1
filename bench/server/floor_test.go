package server

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestFloorAnswersOncePerRequest(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go floorServer{}.Serve(l, Options{Floor: Floor{RequestBytes: 10, ContentType: TextType, Body: []byte("ok")}})
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	io.WriteString(c, strings.Repeat("x", 25)) // two requests and a half
	r := bufio.NewReader(c)
	for i := range 3 {
		if i == 2 {
			io.WriteString(c, "xxxxx")
		}
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		if body, _ := io.ReadAll(resp.Body); string(body) != "ok" {
			t.Errorf("body %q", body)
		}
	}
}
