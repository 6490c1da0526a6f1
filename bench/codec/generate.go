package codec

//go:generate go tool httpgen generate httpgen/routes.yaml
//go:generate go tool ogen --config ogen/config.yaml --package ogen --target ogen ogen/openapi.yaml
