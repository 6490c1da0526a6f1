package runtime

import (
	"log/slog"
	"net/http"
	"sync"
)

// The application lives here: a service with its settings.

// App is a service that can be run. It is made by the function New of a generated
// package, and is an http.Handler too. Its methods may be called from any goroutine.
type App struct {
	service  *Service
	settings settings
	logger   *slog.Logger // that of the settings; nil: slog's default
	mounts   []Mount
	front    http.Handler // middleware, and the App behind it; nil: there is none
	static   []staticDir  // those of the manifest, then those of options
	// of embedded files: fs.FileInfo → string, never more than there are files
	etags  sync.Map
	files  fileCache
	server server

	adds      bool              // every answer carries fields of withFields
	unhooked  bool              // something is answered before all hooks
	cors      *crossOrigin      // nil: off
	compress  *compressing      // nil: off
	coders    map[string]*coder // by name
	readiness readiness
}

// NewApp is called by generated code. The last option for a setting wins, so that the
// manifest's, which come first, are defaults.
func NewApp(s Service, opts ...Option) *App {
	a := &App{service: &s}
	for _, opt := range opts {
		if opt != nil {
			opt(&a.settings)
		}
	}
	a.settings = a.settings.withDefaults()
	if l := a.settings.logger; l != nil {
		a.logger = slog.New(carefulHandler{l.Handler()})
	}
	for _, d := range s.Static {
		a.static = append(a.static, staticOf(d))
	}
	a.static = append(a.static, a.settings.static...)
	a.files.init(a.settings.staticCache)
	a.mounts = mountsOf(s.Mounts)
	a.front = a.newFront()
	a.cors = a.newCrossOrigin()
	a.coders = newCoders(a.settings.compressions)
	a.compress = a.newCompressing()
	a.adds = a.cors != nil || a.settings.secure != nil || a.settings.requestIDs
	a.unhooked = a.cors != nil || a.service.Health != Health{} || a.service.Docs != nil ||
		a.settings.hosts != nil || a.settings.protection != nil
	a.server.init(a)
	return a
}
