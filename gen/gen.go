// Package gen is the generator: it turns a route manifest into a Go package.
//
// [Compile] is the whole way of a manifest, as visible calls:
//
//	load   → manifest: YAML to a model, every value with its position
//	         check: names, rivals and all that needs the whole
//	output → which folder, which package name
//	plan   → plan: the checked model to a decision tree
//	emit   → emit: the tree to Go text
//	format → gofmt, and a checksum as the last line
//
// Nothing behind load can fail on what an author wrote: a failure there is an
// [InternalError], our bug. What an author did wrong comes back as a [FaultsError] with
// every fault of the manifest, and then nothing is written.
//
// [Package.Compare] and [Package.Write] are the way from the files in memory to a
// folder. They never touch a file that the generator did not write.
package gen

import (
	"errors"
	"fmt"
	"go/format"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/emit"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/manifest/check"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/plan"
)

// Options say what to generate and where.
type Options struct {
	// Manifest is the path of the manifest. It is spelt in messages as it is given.
	Manifest string
	// Out is the output folder, relative to the working directory. If it is empty,
	// the manifest's `out` is used, relative to the manifest's folder, and without
	// that the manifest's folder itself.
	Out string
}

// A Package is what a manifest becomes: files in memory, and the folder they are for.
type Package struct {
	Name   string  // of the package clause
	Source string  // the manifest in the files' headers: its path from the module's root
	Dir    string  // output folder, relative to the working directory if Options were
	Files  []File  // sorted by name
	Report *Report // warnings; never errors

	origin origin
}

// A File is one generated file: its base name and its gofmt'd text.
type File struct {
	Name    string
	Content []byte
}

// Compile makes the package of a manifest and writes nothing. The error is a
// *FaultsError if the manifest has faults, an *fs.PathError if it cannot be read, and
// an *InternalError if the generator is wrong.
func Compile(o Options) (*Package, error) {
	m, report, err := load(o.Manifest)
	if err != nil {
		return nil, err
	}
	if m.FreshnessTest && o.Manifest == manifest.Stdin {
		return nil, errors.New("freshness_test needs a manifest in a file: the test reads it")
	}
	dir, err := outputFolder(m, o)
	if err != nil {
		return nil, err
	}
	if err := report.besideOthers(m, o); err != nil {
		return nil, err
	} else if report.Errors() > 0 {
		return nil, &FaultsError{Report: report}
	}
	p := report.plan
	from := originOf(o.Manifest, dir)
	p.SourceName = from.name
	p.Sources = []plan.Source{{Path: pathFrom(dir, o.Manifest), Text: plain(report.source)}}
	for _, i := range report.included {
		p.Sources = append(p.Sources,
			plan.Source{Path: pathFrom(dir, i.name), Text: plain(i.file.Text)})
	}
	if m.Docs != "" {
		if p.Docs, err = docsOf(m, o.Manifest); err != nil {
			return nil, err
		}
	}
	files, err := emit.Files(p)
	if err != nil {
		return nil, &InternalError{Stage: "emit", Err: err}
	}
	formatted, err := formatAll(files)
	if err != nil {
		return nil, err
	}
	return &Package{Name: m.Package, Source: from.name, Dir: dir, Files: formatted, Report: report,
		origin: from}, nil
}

// load reads and checks a manifest. With a nil error the manifest has no faults, and
// the report holds warnings only.
func load(file string) (*model.Manifest, *Report, error) {
	m, report, err := examine(file)
	if err != nil {
		return nil, nil, err
	}
	if report.Errors() > 0 {
		return nil, nil, &FaultsError{Report: report}
	}
	return m, report, nil
}

// examine reads a manifest and finds all that is wrong with it.
func examine(file string) (*model.Manifest, *Report, error) {
	src, err := manifest.Read(file)
	if err != nil {
		return nil, nil, err
	}
	r := &Report{File: manifest.NameOf(file), source: src}
	m := r.examine(FilesOf(file))
	return m, r, nil
}

// checked is the way of a text up to its plan, of which the warnings know how much work it is.
// The model is nil if there are errors, the plan if they are no mere warnings made errors.
// Plan and model come together: a plan is made once, and what is known of it serves the
// warnings, `httpgen match` and the emitter.
func checked(name string, src []byte) (*model.Manifest, *plan.Plan, diag.List) {
	r := &Report{File: name, source: src}
	m := r.examine(nil)
	return m, r.plan, r.list
}

// examine fills in what is found in the text of the report, and in the files that it includes.
func (r *Report) examine(files Files) *model.Manifest {
	return r.parse(files, func(draft *manifest.Draft) {
		r.plan = plan.Build(draft.Manifest)
		check.Remarks(draft, append(heavy(r.plan), wide(r.plan)...))
	})
}

// parsed is a text by itself, without the files that it may include.
func parsed(name string, src []byte, sound func(*manifest.Draft)) (*model.Manifest, diag.List) {
	r := &Report{File: name, source: src}
	m := r.parse(nil, sound)
	return m, r.list
}

// parse decodes and checks a text. Its passes are in this order: names are compared with
// all others, and so given first; what is known of the whole is said before warnings get their
// levels, and comments take back what is left. sound looks at a draft without faults.
// A draft with errors is looked at by all of them but sound, since each fault is worth to be
// known; the later passes leave out what an earlier one has found to be broken.
func (r *Report) parse(files Files, sound func(*manifest.Draft)) (m *model.Manifest) {
	draft, faults := manifest.Parse(r.File, r.source, files)
	if r.list = faults; draft == nil {
		return nil
	}
	r.included, r.packageAt = includedIn(draft, files), draft.PackageAt
	check.Types(draft)
	check.Names(draft)
	check.Twins(draft)
	check.Rivals(draft)
	if draft.Sound() {
		sound(draft)
	}
	check.Unused(draft)
	check.Levels(draft)
	check.Ignores(draft)
	m, r.list = draft.Result()
	return m
}

// unplanned is for sound: there is nothing more to look at.
func unplanned(*manifest.Draft) {}

// formatAll runs gofmt over the files and seals them.
func formatAll(files []emit.File) ([]File, error) {
	formatted := make([]File, len(files))
	for i, f := range files {
		text, err := format.Source(f.Content)
		if err != nil {
			return nil, &InternalError{Stage: "format " + f.Name, Err: err}
		}
		formatted[i] = File{Name: f.Name, Content: sealed(text)}
	}
	return formatted, nil
}

// InternalError is a failure that no manifest may cause: a bug of the generator.
// Whoever gets one should report it with the manifest: the command exits with 70 then.
type InternalError struct {
	Stage string
	Err   error
}

// Error names the stage, which is where to look.
func (e *InternalError) Error() string {
	return fmt.Sprintf("httpgen: internal error: %s: %v", e.Stage, e.Err)
}

// Unwrap returns what went wrong in that stage.
func (e *InternalError) Unwrap() error { return e.Err }
