package server

import (
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
)

// net/http with its ServeMux.
type nethttpServer struct{}

func (nethttpServer) Name() string { return "net-http" }

func (nethttpServer) Serve(l net.Listener, o Options) error {
	if o.TLS != nil {
		l = tls.NewListener(l, o.TLS)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /plaintext",
		func(w http.ResponseWriter, _ *http.Request) { writeText(w, Plaintext) })
	mux.HandleFunc("GET /users/{id}/orders/{number}", netHTTPOrder)
	mux.HandleFunc("GET /teams/{id}/members/{number}",
		func(w http.ResponseWriter, r *http.Request) {
			if _, _, ok := netHTTPInts(r); !ok {
				http.NotFound(w, r)
				return
			}
			writeText(w, Member)
		})
	mux.HandleFunc("GET /kept/shoes", func(w http.ResponseWriter, r *http.Request) {
		Keep(Kept{r.URL.Path, r.Header.Get("User-Agent"), r.Header.Get("Accept")})
		writeText(w, Member)
	})
	upload := func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		writeText(w, strconv.Itoa(len(body)))
	}
	for _, path := range uploads {
		mux.HandleFunc("POST "+path, upload)
	}
	mux.Handle("GET /files/", http.StripPrefix("/files/", http.FileServer(http.Dir(o.Files))))
	mux.HandleFunc("GET /events",
		func(w http.ResponseWriter, r *http.Request) { netHTTPEvents(w, r, o.Feed) })
	return (&http.Server{Handler: mux}).Serve(l)
}

func writeText(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", TextType)
	io.WriteString(w, text)
}

func netHTTPInts(r *http.Request) (id, number int64, ok bool) {
	id, err1 := strconv.ParseInt(r.PathValue("id"), 10, 64)
	number, err2 := strconv.ParseInt(r.PathValue("number"), 10, 64)
	return id, number, err1 == nil && err2 == nil
}

func netHTTPOrder(w http.ResponseWriter, r *http.Request) {
	user, number, ok := netHTTPInts(r)
	if !ok {
		http.NotFound(w, r)
		return
	}
	body, err := json.Marshal(NewOrder(user, number))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", JSONType)
	w.Write(body)
}

func netHTTPEvents(w http.ResponseWriter, r *http.Request, feed *Feed) {
	events, end := feed.Subscribe()
	defer end()
	w.Header().Set("Content-Type", EventType)
	w.Header().Set("Cache-Control", "no-cache")
	flusher := http.NewResponseController(w)
	for {
		if flusher.Flush() != nil { // the first one sends the head
			return
		}
		select {
		case e := <-events:
			io.WriteString(w, "data: ")
			w.Write(e.Bytes)
			io.WriteString(w, "\n\n")
		case <-r.Context().Done():
			return
		}
	}
}
