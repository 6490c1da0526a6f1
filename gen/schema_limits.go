package gen

import (
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
)

// The forms of limits in the JSON Schema live here.

// settingSchema is the schema of a key of server.
func settingSchema(s manifest.SettingKey) object {
	forms := limitForms(s)
	if s.Default == "off" || s.Default == "0s" {
		forms = append(forms, object{"enum": []any{0, "0"}})
	}
	return object{"anyOf": forms, "description": s.Doc, "default": s.Default}
}

// limitForms are the forms of a limit in its unit.
func limitForms(s manifest.SettingKey) []any {
	unit := map[model.Unit]string{model.Count: "count", model.Bytes: "size",
		model.Duration: "duration"}[s.Unit]
	forms := []any{ref(unit)}
	if s.Key == "min_body_rate" {
		forms = append(forms, object{"type": "string", "pattern": `^[0-9]+ ?([KMGT]i?)?B?/s$`})
	}
	if s.Off {
		forms = append(forms, object{"enum": []any{"off", false}})
	}
	return forms
}
