package plan

import "example.com/httpgen/gen/internal/manifest"

// The manifest's words that the emitter needs; it does not import the manifest itself.

type (
	Route        = manifest.Route
	Group        = manifest.Group
	Hook         = manifest.Hook
	Limits       = manifest.Limits
	ErrorHandler = manifest.ErrorHandler
	Manifest     = manifest.Manifest
	Setting      = manifest.Setting
)

// Bodies, results and units of settings.
const (
	NoBody        = manifest.NoBody
	JSONBody      = manifest.JSONBody
	FormBody      = manifest.FormBody
	TextBody      = manifest.TextBody
	BytesBody     = manifest.BytesBody
	StreamBody    = manifest.StreamBody
	MultipartBody = manifest.MultipartBody

	ReturnsResponse = manifest.ReturnsResponse
	ReturnsJSON     = manifest.ReturnsJSON
	ReturnsText     = manifest.ReturnsText
	ReturnsHTML     = manifest.ReturnsHTML
	ReturnsBytes    = manifest.ReturnsBytes
	ReturnsNone     = manifest.ReturnsNone

	Bytes    = manifest.Bytes
	Duration = manifest.Duration
)
