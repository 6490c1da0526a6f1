package runtime

import (
	"context"
	"fmt"
	"log/slog"
)

// What operators are told lives here, but for the access log (access_log.go).

// log is where the operator is told what clients are not.
func (a *App) log() *slog.Logger {
	if a.logger != nil {
		return a.logger
	}
	return slog.New(carefulHandler{slog.Default().Handler()})
}

// carefulHandler logs and does not panic: timers and the ends of connections log, too, and
// nobody could recover there.
type carefulHandler struct{ slog.Handler }

// Enabled implements slog.Handler.
func (h carefulHandler) Enabled(ctx context.Context, l slog.Level) (enabled bool) {
	defer func() { _ = recover() }()
	return h.Handler.Enabled(ctx, l)
}

// Handle implements slog.Handler.
func (h carefulHandler) Handle(ctx context.Context, r slog.Record) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the logger panicked: %v", v)
		}
	}()
	return h.Handler.Handle(ctx, r)
}
