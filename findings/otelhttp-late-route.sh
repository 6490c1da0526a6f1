#!/usr/bin/env bash
# go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp v0.72.0 in front of a router that sets r.Pattern when it has
# found the route, as net/http's ServeMux does.
# One would guess that the span and the metrics of a request learn the same of its route.
# Seen: the metrics have http.route and the span is named after the route, but its attributes lack http.route: they are
# made before the router is asked.
# It matters to who groups spans by that attribute (most backends): the name has to be parsed.
set -euo pipefail
command -v go >/dev/null || { echo "needs go" >&2; exit 2; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
cat >go.mod <<'MOD'
module example.com/finding

go 1.25

require (
	go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp v0.72.0
	go.opentelemetry.io/otel v1.47.0
	go.opentelemetry.io/otel/sdk v1.47.0
	go.opentelemetry.io/otel/sdk/metric v1.47.0
)
MOD
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

func main() {
	spans := tracetest.NewSpanRecorder()
	reader := metric.NewManualReader()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /books/{id}", func(w http.ResponseWriter, r *http.Request) {})
	h := otelhttp.NewHandler(mux, "server",
		otelhttp.WithTracerProvider(trace.NewTracerProvider(trace.WithSpanProcessor(spans))),
		otelhttp.WithMeterProvider(metric.NewMeterProvider(metric.WithReader(reader))))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/books/7", nil))

	span := spans.Ended()[0]
	route := "none"
	for _, a := range span.Attributes() {
		if a.Key == "http.route" {
			route = a.Value.AsString()
		}
	}
	fmt.Printf("span %q, its http.route: %s\n", span.Name(), route)

	var all metricdata.ResourceMetrics
	if err := reader.Collect(context.Background(), &all); err != nil {
		panic(err)
	}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			if data, ok := m.Data.(metricdata.Histogram[float64]); ok && m.Name == "http.server.request.duration" {
				value, _ := data.DataPoints[0].Attributes.Value("http.route")
				fmt.Printf("metric, its http.route: %s\n", value.AsString())
			}
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
got=$(go run .)
echo "$got"
want='span "GET /books/{id}", its http.route: none
metric, its http.route: /books/{id}'
[ "$got" = "$want" ] || { echo "changed: this was seen:"; echo "$want"; exit 1; }
echo "otelhttp v0.72.0: as it was seen"
