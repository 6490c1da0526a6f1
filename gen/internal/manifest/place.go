package manifest

// The mappings of a manifest live here, by what they are.

// Place is a set of the mappings that a key may stand in.
// One name may be a key of several, with another meaning in each: `name` of a route and of a
// group.
type Place uint32

const (
	AtTop Place = 1 << iota
	AtServer
	AtConverter
	AtHooks
	AtHook
	AtStatic
	AtMount
	AtRoute
	AtGroup
	AtRecord   // an entry of types with `fields`
	AtUnion    // an entry of types with `oneof`
	AtOneOf    // what stands in it
	AtField    // the long form of an expression
	AtResult   // what stands at a status of `returns`
	AtJSON     // json
	AtEdge     // edge
	AtIncluded // the top of a file that the manifest includes
	AtSecurity
	AtFlows
	AtFlow
	AtInfo
	AtCORS
	AtHealth
	AtCompress

	lastPlace = AtCompress
)

// Places are all of them.
func Places(yield func(Place) bool) {
	for p := AtTop; p <= lastPlace; p <<= 1 {
		if !yield(p) {
			return
		}
	}
}

// String names a place in messages.
func (p Place) String() string {
	switch p {
	case AtTop:
		return "the manifest"
	case AtServer:
		return "server"
	case AtConverter:
		return "a converter"
	case AtHooks:
		return "hooks"
	case AtHook:
		return "a hook"
	case AtStatic:
		return "a static directory"
	case AtMount:
		return "a mount"
	case AtRoute:
		return "a route"
	case AtGroup:
		return "a group"
	case AtRecord:
		return "a record with `fields`"
	case AtUnion:
		return "a union"
	case AtOneOf:
		return "oneof"
	case AtField:
		return "a field"
	case AtResult:
		return "a result"
	case AtJSON:
		return "json"
	case AtEdge:
		return "edge"
	case AtIncluded:
		return "an included file"
	case AtSecurity:
		return "a security scheme"
	case AtFlows:
		return "flows"
	case AtFlow:
		return "a flow"
	case AtInfo:
		return "info"
	case AtCORS:
		return "cors"
	case AtHealth:
		return "health"
	case AtCompress:
		return "compress"
	}
	return ""
}
