package service

import (
	"context"
	"errors"
	"io"
	"net/http"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// RPC lives here, by connect: Connect, gRPC and gRPC-Web at one path each.

// Text is what is sent both ways.
type Text = wrapperspb.StringValue

// The methods.
const (
	Say    = "/interop.Echo/Say"    // one text for one
	Count  = "/interop.Echo/Count"  // a text for each letter
	Repeat = "/interop.Echo/Repeat" // each text as it comes
)

// Echo has the three methods.
func (Service) Echo() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(Say, connect.NewUnaryHandler(Say,
		func(_ context.Context, r *connect.Request[Text]) (*connect.Response[Text], error) {
			if r.Msg.Value == "" {
				return nil, connect.NewError(connect.CodeInvalidArgument, errors.New("nothing is said"))
			}
			answer := connect.NewResponse(&Text{Value: r.Msg.Value + " " + r.Header().Get("X-Who")})
			answer.Header().Set("X-Answer", "head")
			answer.Trailer().Set("X-End", "trailer")
			return answer, nil
		}))
	mux.Handle(Count, connect.NewServerStreamHandler(Count,
		func(_ context.Context, r *connect.Request[Text], out *connect.ServerStream[Text]) error {
			for _, letter := range r.Msg.Value {
				if err := out.Send(&Text{Value: string(letter)}); err != nil {
					return err
				}
			}
			out.ResponseTrailer().Set("X-End", "trailer")
			return nil
		}))
	mux.Handle(Repeat, connect.NewBidiStreamHandler(Repeat,
		func(_ context.Context, both *connect.BidiStream[Text, Text]) error {
			for {
				text, err := both.Receive()
				if errors.Is(err, io.EOF) {
					return nil
				}
				if err != nil {
					return err
				}
				if err := both.Send(text); err != nil {
					return err
				}
			}
		}))
	return mux
}
