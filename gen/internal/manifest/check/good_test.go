package check

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// TestGoodManifests pins the model of each manifest in testdata/good, printed.
func TestGoodManifests(t *testing.T) {
	files, _ := filepath.Glob("testdata/good/*.yaml")
	if len(files) == 0 {
		t.Fatal("no manifests in testdata/good")
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m, faults := parse(filepath.Base(file), src)
		if m == nil || len(faults) > 0 {
			t.Fatalf("%s: %v", file, found(faults))
		}
		var text bytes.Buffer
		dump(&text, m)
		golden(t, strings.TrimSuffix(file, ".yaml")+".txt", text.Bytes())
	}
}

func dump(w *bytes.Buffer, m *model.Manifest) {
	p := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	p("%s package %s out %s runtime %s", m.File, m.Package, m.Out, m.Runtime)
	p("redirect %v, bad_param 400 %v, problem %v, freshness %v", m.RedirectSlash, m.BadParam400, m.Problem, m.FreshnessTest)
	for _, i := range m.Imports {
		p("%s import %s %q", pos(i.Span), i.Name, i.Path)
	}
	for _, s := range m.Settings {
		p("%s %s: %s(%d) unit %d", pos(s.Span), s.Key, s.Option, s.Value, s.Unit)
	}
	for _, c := range m.Converters {
		p("%s converter %d %s: %s, %s, %s", pos(c.Span), c.Index, c.Name, c.Type.Text, c.Parse.Text, c.Format.Text)
	}
	for _, t := range m.Types {
		form := [...]string{"alias", "record", "words", "union"}[t.Form]
		p("%s %s %s %s%s keep %v by %q %q", pos(t.Span), form, t.Name, t.Type, words(t.Type), t.Keep, t.By, t.Description)
		for _, member := range t.Members {
			p("\t%s %q is %s", pos(member.Span), member.Tag, member.Decl.Name)
		}
		fields(p, t.Fields)
	}
	hooks(p, "", m.Before, m.After, m.Errors)
	for _, s := range m.Static {
		p("%s static %s %s %s %s", pos(s.Span), s.Prefix, s.Dir, s.Fallback, s.Charset)
	}
	for _, g := range m.Groups {
		p("%s group %q name %q (%s) in %s parent %v", pos(g.Span), g.Prefix, g.Name, pos(g.NameSpan), g.Interface, g.Parent != nil)
		hooks(p, "\t", g.Before, g.After, g.Errors)
	}
	for _, r := range m.Routes {
		in := "Handlers"
		if r.Group != nil {
			in = r.Group.Interface
		}
		p("line %d %s path %s: %s %s", r.Line, pos(r.Span), pos(r.PathSpan), strings.Join(r.Methods, ","), r.Path)
		p("\t%s.%s%s route %s", in, r.Handler, signatureOf(m, r), r.Name)
		for _, param := range r.Params {
			if e := param.Any; e != nil {
				p("\tparameter %s: %s %v %v", param.Ident, e.Ident, e.Words, e.Consts)
			} else {
				p("\tparameter %s", param.Ident)
			}
		}
		for _, t := range []*types.Type{r.Body.Expr, r.Returns.Expr} {
			if t != nil {
				p("\tgenerated code for %s, may be missing %v", t, r.Body.Optional)
			}
		}
		for _, c := range r.Body.Contents {
			p("\t%s %s: %s kind %d %s %s, may be missing %v", pos(c.Span), c.Ident, c.Type, c.Body.Kind, textOf(c.Body.Type), declName(c.Body.Decl), r.Body.Optional)
		}
		for _, in := range []*model.Input{r.Query, r.Headers, r.Cookies} {
			if in != nil {
				p("\t%s %s, unknown rejected %v", pos(in.Span), in.Ident, r.UnknownReject)
				fields(p, in.Fields)
			}
		}
		for _, res := range r.Returns.Results {
			p("\t%s %s: %d %q kind %d %s", pos(res.Span), res.Ident, res.Status, res.Content, res.Body.Kind, textOf(res.Body.Type))
			fields(p, res.Headers)
		}
		p("\tstatus %d, deprecated %v, %q, %q", r.Status, r.Deprecated, r.Summary, r.Description)
		p("\tbody at most %d, at least %d/s, timeout %s", r.Limits.MaxBody, r.Limits.MinBodyRate, r.Limits.Timeout)
		hooks(p, "\t", r.Before, r.After, r.Errors)
	}
}

func fields(p func(string, ...any), list []*types.Field) {
	for _, f := range list {
		also := ""
		for _, so := range []struct {
			is   bool
			text string
		}{
			{f.Pointer, "pointer"}, {f.Deprecated, "deprecated"}, {f.Secret, "secret"}, {f.Explode, "explode"},
			{f.Style != 0, fmt.Sprintf("style %d", f.Style)}, {f.SSE != 0, fmt.Sprintf("sse %d", f.SSE)},
			{f.GoType != "", "type " + f.GoType + words(f.Type)}, {f.Description != "", f.Description}, {f.Example != "", "as " + f.Example},
		} {
			if so.is {
				also += ", " + so.text
			}
		}
		p("\t\t%s %q %s: %s at %s%s", pos(f.Span), f.Name, f.Go, f.Type, pos(f.TypeSpan), also)
	}
}

// words are the constants of an enum in t.
func words(t *types.Type) (text string) {
	if t == nil {
		return ""
	}
	for _, w := range t.Leaf().Words {
		text += " " + w.Const
	}
	return text
}

func hooks(p func(string, ...any), indent string, before, after []*model.Hook, handlers []*model.ErrorHandler) {
	for _, h := range before {
		p("%s%s before %s", indent, pos(h.Span), h.Name)
	}
	for _, h := range after {
		p("%s%s after %s all %v", indent, pos(h.Span), h.Name, h.All)
	}
	for _, h := range handlers {
		p("%s%s error %s%s at %s", indent, pos(h.Span), h.Handler, errorSignature(h), pos(h.HandlerSpan))
	}
}

func pos(s diag.Span) string { return fmt.Sprintf("%d:%d+%d", s.Line, s.Col, s.Len) }

func TestLintLevels(t *testing.T) {
	const routes = "\nroutes: [GET /%20 X]\nimports: {a: example.com/a}\n"
	for _, row := range []struct {
		name, lint, want string
	}{
		{"warnings stand by default", "", "warning HG0111, warning HG0405"},
		{"a warning is off by its name", "lint: {percent-in-path: off}", "warning HG0405"},
		{"a warning is off by its code", "lint: {HG0405: off}", "warning HG0111"},
		{"a warning is made an error", "lint: {unused-import: error}", "warning HG0111, error HG0405"},
		{"a warning stays one", "lint: {unused-import: warn}", "warning HG0111, warning HG0405"},
	} {
		m, faults := parse("routes.yaml", []byte(row.lint+routes))
		var got []string
		for _, f := range faults {
			got = append(got, f.Severity.String()+" "+f.Code)
		}
		if strings.Join(got, ", ") != row.want || (m == nil) != strings.Contains(row.want, "error") {
			t.Errorf("%s: got %v, manifest %v", row.name, got, m != nil)
		}
	}
}
