# What can be done here: `make help`. A line "target: ## text" is its entry.

GO        ?= go
ADDR      ?= 127.0.0.1:8000
FUZZTIME  ?= 60s
FUZZLONG  ?= 10m
SOAKTIME  ?= 5m
NEXTGO    ?= go1.27.4
ADVERSARY ?= 5000000
MANIFESTS  = routes.example.yaml $(wildcard examples/*/routes.yaml generated_test/cases/*/routes.yaml) \
             generated_test/interop/web/service/routes.yaml
# What starts goroutines, or is called from several: the race detector has nothing to say
# about the rest.
RACY       = ./runtime/... ./cmd/httpgen ./examples/... ./generated_test/cases/...
NEXT       = ./runtime/... ./examples/... ./generated_test/cases/... ./generated_test/userproject
CI         = ./.ci/mutate ./.ci/sizes ./.ci/tell
TEST       = GO=$(GO) .ci/test
NARROW     = ./gen/internal/plan ./examples/... ./generated_test/cases/... # tested on 32 bits
STATICCHECK = $(GO) tool -modfile=.ci/tools/go.mod staticcheck

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: $(shell awk -F: '/^[a-z-]+:.*## / { print $$1 }' $(firstword $(MAKEFILE_LIST)))

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## compile everything; the command goes to bin/httpgen
	$(GO) build ./...
	$(GO) build -o bin/httpgen ./cmd/httpgen

generate: ## write the packages of all manifests of this repository anew
	$(GO) build -o bin/httpgen ./cmd/httpgen
	@for m in $(MANIFESTS); do ./bin/httpgen generate $$m || exit; done

run: ## generate the bookstore from routes.example.yaml and serve it on ADDR
	$(GO) run ./cmd/httpgen generate routes.example.yaml
	$(GO) build -o bin/bookstore ./examples/bookstore/cmd/bookstore
	@exec ./bin/bookstore -addr $(ADDR)

chat: ## serve the example chat on ADDR; a module of its own, for the sake of its WebSocket
	@cd examples/chat && $(GO) build -o ../../bin/chat ./cmd/chat
	@exec ./bin/chat -addr $(ADDR)

test: ## all tests, with little of what is drawn at random
	@$(TEST) -shuffle=on ./runtime ./generated_test/userproject ./gen ./generated_test ./... # the longest first

long: ## the tests that draw at random or try all there is, with all of it
	@HTTPGEN_LONG=1 $(TEST) ./gen/... ./generated_test ./generated_test/oracle ./generated_test/sets
	@HTTPGEN_LONG=1 $(TEST) -run '^TestSplit' ./runtime/match

test-next: ## what runs in services with the next Go, NEXTGO, which the go command fetches
	@GOTOOLCHAIN=$(NEXTGO) $(TEST) -short $(NEXT)

race: ## the tests of what runs at the same time, with the race detector
	@$(TEST) -race -shuffle=on $(RACY)

poison: ## services of generated code, with freed buffers overwritten
	@$(TEST) -tags httpgen_poison ./examples/... ./generated_test/cases/...

golden: ## update the golden packages after a change of the generator
	$(GO) test ./generated_test -run Golden -update

fresh: ## are the committed packages what the generator writes
	$(GO) build -o bin/httpgen ./cmd/httpgen
	@stale=0; for m in $(MANIFESTS); do ./bin/httpgen generate --check $$m || stale=3; done; \
		./bin/httpgen openapi --check -o examples/bookstore/openapi.yaml routes.example.yaml || stale=3; \
		exit $$stale

layout: ## are the examples' manifests laid out
	$(GO) run ./cmd/httpgen fmt --check routes.example.yaml $(wildcard examples/*/routes.yaml)

fuzz: ## every fuzz target for FUZZTIME
	@GO=$(GO) .ci/fuzz $(FUZZTIME)

bench: bench-routes bench-server bench-contracts bench-json bench-web ## all benchmarks; they write bench/RESULTS.md

bench-routes: ## the routing beside other routers, and what routes cost: bench/RESULTS.md
	$(MAKE) -C bench routes cost

bench-server: ## the server beside other servers: bench/RESULTS.md
	$(MAKE) -C bench memory servers

bench-contracts: ## typed parameters and the cost of contracts beside ogen: bench/RESULTS.md
	$(MAKE) -C bench contracts

bench-json: ## JSON beside libraries and other generators: bench/RESULTS.md
	$(MAKE) -C bench json

bench-web: ## handlers of net/http and HTTP/2 beside net/http's server: bench/RESULTS.md
	$(MAKE) -C bench web

bench-count: ## instructions of the hot paths, by valgrind: 3 % above bench/count/baseline.txt is a fault
	$(MAKE) -C bench count

soak: ## mixed load on a server for SOAKTIME
	HTTPGEN_SOAK=$(SOAKTIME) $(GO) test -v -count=1 -timeout 0 -run '^TestSoak' ./runtime/...

restart: ## servers that take over from each other, also behind nginx and haproxy
	HTTPGEN_LONG=1 $(GO) test -v -count=1 -timeout 30m -run '^(TestTakeOver|TestRestart)' ./runtime

adversary: ## ADVERSARY requests whose goroutines attack each other's, a tenth with -race; all orders of steps of the model
	HTTPGEN_MODEL=all $(GO) test -v -count=1 -timeout 0 -run '^TestModel' ./runtime
	HTTPGEN_ADVERSARY=$(ADVERSARY) $(GO) test -v -count=1 -timeout 0 -tags httpgen_poison -run '^TestAdversary' ./runtime
	HTTPGEN_ADVERSARY=$$(( $(ADVERSARY) / 10 )) $(GO) test -v -count=1 -timeout 0 -race -run '^TestAdversary' ./runtime

mutate: ## change the code in small ways: do its tests notice (.ci/mutate/main.go)
	$(GO) test ./.ci/mutate
	$(GO) run ./.ci/mutate

lint: ## gofmt, go vet, staticcheck
	@unformatted=$$(gofmt -l . ) && if [ -n "$$unformatted" ]; then echo "not gofmt'd:" $$unformatted; exit 1; fi
	$(GO) vet ./... $(CI)
	$(STATICCHECK) ./... $(CI)

sizes: ## how long files and functions are, how files of the runtime call each other, and the bounds
	$(GO) run ./.ci/sizes

elsewhere: ## vet for other systems; plans and services on 32 bits, where this machine runs them
	GOOS=darwin GOARCH=arm64 $(GO) vet ./...
	GOOS=windows GOARCH=amd64 $(GO) vet ./...
	GOOS=freebsd GOARCH=amd64 $(GO) vet ./runtime/...
	@if [ "$$($(GO) env GOHOSTOS GOHOSTARCH | xargs)" = "linux amd64" ]; then GOARCH=386 $(TEST) $(NARROW); fi

readme: ## run the README's commands in a clean clone
	@GO=$(GO) .ci/readme

interop: ## real clients and proxies against a generated service; installs them where apt can
	@GO=$(GO) .ci/interop

docs: ## the guides, the reference, commands and diagnostics as a static site in site/
	cd .ci/site && $(GO) run . -o ../../site

docs-check: ## do the site's links lead somewhere, and does it work in a browser
	cd .ci/site && $(GO) vet . && $(GO) test -count=1 .

dist: ## a release of the last commit in dist/: archives, sums, bill of materials, a module tree for GOPROXY
	rm -rf dist
	cd .ci/dist && $(GO) run . -o ../../dist

dist-check: ## is a release the same twice, and does a project come of its command alone
	cd .ci/dist && $(GO) vet . && $(GO) test -v -count=1 -timeout 30m .

edge: ## real proxies with what `emit` writes for them, beside a service; installs them where apt can
	@GO=$(GO) .ci/edge

clients: ## clients that other generators make, against a generated service; minutes, and a network
	@GO=$(GO) .ci/clients

contrib: ## the modules of contrib, which need a network for those that they use
	@for m in contrib/*/; do (cd $$m && echo "$$m" && test -z "$$(gofmt -l .)" && $(GO) vet ./... && $(GO) test ./...) || exit; done

docs-page: ## the page about the bookstore in a browser; PICTURES=docs/pictures takes them anew
	@GO=$(GO) .ci/docs-page $(PICTURES)

check: lint sizes elsewhere fresh layout poison test-next contrib ## everything that must hold before a commit
	@$(TEST) ./.ci/sizes ./.ci/tell
	@GO=$(GO) .ci/fuzz 2s
	@GO=$(GO) .ci/readme
	@GO=$(GO) .ci/interop
	@GO=$(GO) .ci/docs-page
	@$(MAKE) docs-check long race

full: ## what is too long for check: adversary, restart, mutate, soak, edge, clients, dist-check, bench-count where valgrind is, fuzzing for FUZZLONG a target, race with all
	$(MAKE) adversary restart mutate soak edge clients dist-check
	$(MAKE) -C bench count COUNT_FLAGS=-skip
	$(MAKE) fuzz FUZZTIME=$(FUZZLONG)
	$(MAKE) test-next NEXT=./...
	@$(TEST) -race -shuffle=on -timeout 60m ./...
