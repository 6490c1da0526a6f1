// Package edgetypes holds what `httpgen emit` writes for Envoy and for Kubernetes to their own
// types: bootstraps by strict decoding into go-control-plane's messages and their rules, objects
// of the Gateway API by the schema and the CEL rules of its CRDs. It is a module of its own, so
// that these never enter the generator's.
package edgetypes

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	bootstrap "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/router/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/upstreams/http/v3"
	"google.golang.org/protobuf/encoding/protojson"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	_ "sigs.k8s.io/gateway-api/apis/v1" // its module has the CRDs
	"sigs.k8s.io/yaml"
)

// emitted is what the command prints for a manifest.
func emitted(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("go", append([]string{"run", "-C", "../..", "./cmd/httpgen", "emit"}, args...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("emit %s: %v\n%s", strings.Join(args, " "), err, &errs)
	}
	return out
}

// manifests are what is emitted: the example, one whose names hold whatever they can, one with more
// routes than an HTTPRoute has rules.
func manifests(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	odd := "lint: {overlap: off}\nroutes:\n"
	for i, text := range []string{`"`, `'`, `\`, "$", "{x}", "\n", "é", ": ", "- ", "*", "&a", "!", "|", "%", "@"} {
		odd += fmt.Sprintf("  - {path: %q, handler: A%d}\n  - {path: %q, handler: B%d, returns: events(int)}\n",
			"/a"+text+"b", i, "/c"+text+"/<p>", i)
	}
	many := "server: {timeout: 5s}\nroutes:\n"
	for i := range 300 {
		many += fmt.Sprintf("  - {path: \"/things/%d\", handler: C%d, timeout: %ds}\n", i, i, 1+i%40)
	}
	return []string{"routes.example.yaml", written(t, dir, "odd.yaml", odd), written(t, dir, "many.yaml", many)}
}

func written(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestBootstrapsAreEnvoys decodes strictly: an unknown field is an error, a value out of its rules,
// too.
func TestBootstrapsAreEnvoys(t *testing.T) {
	for _, m := range manifests(t) {
		text, err := yaml.YAMLToJSONStrict(emitted(t, "envoy", m))
		if err != nil {
			t.Errorf("%s: %v", m, err)
			continue
		}
		b := &bootstrap.Bootstrap{}
		if err := protojson.Unmarshal(text, b); err != nil {
			t.Errorf("%s: %v", m, err)
		} else if err := b.ValidateAll(); err != nil {
			t.Errorf("%s: %v", m, err)
		}
	}
	if err := protojson.Unmarshal([]byte(`{"static_resources": {"listenres": []}}`),
		&bootstrap.Bootstrap{}); err == nil {
		t.Error("an unknown field is no error: the test shows nothing")
	}
}

// TestObjectsAreKubernetes judges HTTPRoutes by their CRD, and the rest by strict decoding.
func TestObjectsAreKubernetes(t *testing.T) {
	judge := newJudge(t)
	for _, m := range manifests(t) {
		routes := 0
		for i, doc := range documents(t, emitted(t, "gateway", "--workload", m)) {
			var kind struct{ Kind string }
			if err := json.Unmarshal(doc, &kind); err != nil {
				t.Fatal(err)
			}
			var into any
			switch kind.Kind {
			case "HTTPRoute":
				routes++
				for _, err := range judge.faults(t, doc) {
					t.Errorf("%s: object %d: %s", m, i, err)
				}
				continue
			case "Service":
				into = &corev1.Service{}
			case "Deployment":
				into = &appsv1.Deployment{}
			case "PodDisruptionBudget":
				into = &policyv1.PodDisruptionBudget{}
			default:
				t.Fatalf("%s: object %d is a %q", m, i, kind.Kind)
			}
			dec := json.NewDecoder(bytes.NewReader(doc))
			dec.DisallowUnknownFields()
			if err := dec.Decode(into); err != nil {
				t.Errorf("%s: %s: %v", m, kind.Kind, err)
			}
		}
		if routes == 0 {
			t.Errorf("%s: no HTTPRoute", m)
		}
	}
	for _, bad := range []string{
		`{"rules": [{"matches": [{"path": {"type": "Exact", "value": "a"}}]}]}`,
		`{"rules": [{"matches": [{"path": {"type": "Exact", "value": "/a//b"}}]}]}`,
		`{"rules": 5}`,
	} {
		doc := `{"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "x"}, "spec": ` + bad + `}`
		if len(judge.faults(t, []byte(doc))) == 0 {
			t.Errorf("%s is no fault: the test shows nothing", bad)
		}
	}
}

// A judge knows the CRD of HTTPRoute.
type judge struct {
	schema    *schema.Structural
	cel       *cel.Validator
	validator validation.SchemaValidator
}

func newJudge(t *testing.T) *judge {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/gateway-api").Output()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "config", "crd", "standard",
		"gateway.networking.k8s.io_httproutes.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	crd := &apiextensionsv1.CustomResourceDefinition{}
	if err := yaml.Unmarshal(text, crd); err != nil {
		t.Fatal(err)
	}
	for _, v := range crd.Spec.Versions {
		if v.Name != "v1" {
			continue
		}
		internal := &apiextensions.JSONSchemaProps{}
		if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(
			v.Schema.OpenAPIV3Schema, internal, nil); err != nil {
			t.Fatal(err)
		}
		structural, err := schema.NewStructural(internal)
		if err != nil {
			t.Fatal(err)
		}
		validator, _, err := validation.NewSchemaValidator(internal)
		if err != nil {
			t.Fatal(err)
		}
		return &judge{structural, cel.NewValidator(structural, true, celconfig.PerCallLimit), validator}
	}
	t.Fatal("the CRD has no v1")
	return nil
}

// faults are what the API server would say.
func (j *judge) faults(t *testing.T, doc []byte) (list []string) {
	t.Helper()
	var object map[string]any
	if err := utiljson.Unmarshal(doc, &object); err != nil { // whole numbers are int64, as on the server
		t.Fatal(err)
	}
	defaulting.Default(object, j.schema) // as the server does before it judges
	for _, err := range validation.ValidateCustomResource(nil, object, j.validator) {
		list = append(list, err.Error())
	}
	errs, _ := j.cel.Validate(context.Background(), nil, j.schema, object, nil, celconfig.RuntimeCELCostBudget)
	for _, err := range errs {
		list = append(list, err.Error())
	}
	return list
}

// documents are those of a YAML stream, as JSON.
func documents(t *testing.T, text []byte) (docs [][]byte) {
	t.Helper()
	for _, doc := range strings.Split(string(text), "\n---\n") {
		if strings.TrimSpace(strings.Join(uncommented(doc), "")) == "" {
			continue
		}
		j, err := yaml.YAMLToJSONStrict([]byte(doc))
		if err != nil && err != io.EOF {
			t.Fatal(err)
		}
		docs = append(docs, j)
	}
	return docs
}

func uncommented(doc string) (lines []string) {
	for line := range strings.Lines(doc) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}
