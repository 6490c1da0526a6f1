package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func watchCommand() *cobra.Command {
	var w watching
	cmd := &cobra.Command{
		Use:   "watch [flags] [routes.yaml] [-- CMD [ARG]…]",
		Short: "Generate on every change, and restart a command",
		Long: `Watch generates the package, starts CMD, and does both again whenever the manifest
or a file that it includes changes; a change of a Go file in the output folder, or in one of --dir, restarts CMD
too. Where the manifest has a fault it is told, and what ran goes on running with the
last good package.

CMD is asked to end with SIGTERM, with all processes that it started, and killed five
seconds later. Watch itself ends with an interrupt.`,
		Example: "  httpgen watch\n  httpgen watch -- go run .",
		Args: func(cmd *cobra.Command, args []string) error {
			if n := cmd.ArgsLenAtDash(); n >= 0 {
				args = args[:n]
			}
			return between(0, 1, "at most one manifest; a command stands behind --")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if n := cmd.ArgsLenAtDash(); n >= 0 {
				args, w.command = args[:n], args[n:]
			}
			file, err := manifestOf(args, 0)
			if err != nil {
				return err
			}
			if file == "-" {
				return &usageError{"standard input does not change: name a file"}
			}
			w.options.Manifest, w.talk, w.style = file, cmd.ErrOrStderr(),
				styleFor(cmd, cmd.ErrOrStderr())
			w.out = cmd.OutOrStdout()
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return w.run(ctx)
		},
	}
	cmd.Flags().StringVarP(&w.options.Out, "out", "o", "", "write into `DIR`")
	cmd.Flags().StringArrayVar(&w.dirs, "dir", nil,
		"watch the Go files of `DIR` too; may be given several times")
	addColor(cmd)
	return cmd
}

// settle is how long no file must have changed before something is done: editors and git
// write in several steps.
const settle = 100 * time.Millisecond

// A watching is one run of the command.
type watching struct {
	options gen.Options
	dirs    []string
	command []string
	out     io.Writer // of CMD
	talk    io.Writer
	style   style

	process *process        // nil: none is running
	output  string          // folder of the package, once it is known
	files   map[string]bool // the manifest and what it includes
}

// run watches until ctx ends.
func (w *watching) run(ctx context.Context) error {
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer events.Close()
	// The folder, not the file: editors replace files, and a watch would stay with the
	// old one.
	for _, dir := range append([]string{filepath.Dir(w.options.Manifest)}, w.dirs...) {
		if err := events.Add(dir); err != nil {
			return fmt.Errorf("watching %s: %w", dir, err)
		}
	}
	w.files = map[string]bool{filepath.Clean(w.options.Manifest): true}
	defer func() { w.stop() }()
	w.step(events, true, true)
	var manifest, source bool
	quiet := time.NewTimer(time.Hour)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case event, ok := <-events.Events:
			if !ok {
				return errors.New("the file system tells of no more changes")
			}
			if event.Op == fsnotify.Chmod {
				continue
			}
			m, s := w.files[filepath.Clean(event.Name)], isSource(event.Name)
			if manifest, source = manifest || m, source || s; m || s {
				quiet.Reset(settle)
			}
		case err := <-events.Errors:
			say(w.talk, "%v", err)
			manifest = true // something may have been missed
			quiet.Reset(settle)
		case <-quiet.C:
			w.step(events, manifest, source)
			manifest, source = false, false
		case err := <-w.process.ended():
			w.process = nil
			say(w.talk, "%s ended (%v); waiting for a change", w.command[0], said(err))
		}
	}
}

func said(err error) string {
	if err == nil {
		return "exit status 0"
	}
	return err.Error()
}

// isSource tells Go files that people write.
func isSource(name string) bool {
	return filepath.Ext(name) == ".go" && !strings.HasSuffix(name, "_gen.go") &&
		!strings.HasSuffix(name, "_test.go") &&
		!strings.HasPrefix(filepath.Base(name), ".")
}

// step does what changes ask for.
func (w *watching) step(events *fsnotify.Watcher, manifest, source bool) {
	if manifest {
		changed, err := w.generate(events)
		if err != nil {
			w.complain(err)
			return
		}
		source = source || changed
	}
	if source && len(w.command) > 0 {
		w.stop()
		w.start()
	}
}

// generate writes the package and tells whether a file of it changed.
func (w *watching) generate(events *fsnotify.Watcher) (bool, error) {
	pkg, err := gen.Compile(w.options)
	var faults *gen.FaultsError
	switch {
	case errors.As(err, &faults):
		w.watchFiles(events, faults.Report)
		return false, err
	case err != nil:
		return false, err
	}
	clear(w.files)
	w.watchFiles(events, pkg.Report)
	if pkg.Report.Len() > 0 {
		if err := pkg.Report.Write(w.talk, w.style.format, w.style.Style); err != nil {
			return false, err
		}
	}
	changes, err := pkg.Write()
	if err != nil {
		return false, err
	}
	if pkg.Dir != w.output {
		if err := events.Add(pkg.Dir); err != nil {
			return false, fmt.Errorf("watching %s: %w", pkg.Dir, err)
		}
		w.output = pkg.Dir
	}
	n := 0
	for _, c := range changes {
		if c.State != gen.Fresh {
			n++
		}
	}
	say(w.talk, "package %s in %s: %d files changed", pkg.Name, filepath.ToSlash(pkg.Dir), n)
	return n > 0, nil
}

// watchFiles adds the files of a manifest to those that are watched. Of one that is not there its
// folder is watched all the same, if there is one.
func (w *watching) watchFiles(events *fsnotify.Watcher, report *gen.Report) {
	for _, file := range report.FilesIn() {
		w.files[filepath.Clean(file)] = true
		_ = events.Add(filepath.Dir(file))
	}
}

// complain says what kept a package from being generated, and that what there was stays.
func (w *watching) complain(err error) {
	var faults *gen.FaultsError
	if errors.As(err, &faults) {
		err = faults.Write(w.talk, w.style.format, w.style.Style)
	}
	if err != nil {
		say(w.talk, "%v", err)
	}
	say(w.talk, "nothing was generated; the last good package stays")
}

func (w *watching) start() {
	p, err := startProcess(w.command, w.out, w.talk)
	if err != nil {
		say(w.talk, "%v", err)
		return
	}
	w.process = p
}

func (w *watching) stop() {
	if w.process != nil {
		w.process.stop()
		w.process = nil
	}
}
