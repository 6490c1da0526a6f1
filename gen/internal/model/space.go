package model

// Namespaces of methods live here. Methods of a group that is separate, and of the groups in it,
// have one of their own; all others share that of Handlers. Within the model, and in generated
// code outside of the interfaces, their names have that of the group in front, so that no two are
// alike.
//
//	- group: /admin
//	  name: Admin
//	  separate: true
//	  routes: [GET /list List]     Route.Handler is AdminList, and List in AdminHandlers

// SpaceOf is the namespace of a group: what stands in front of its names; "" is that of Handlers,
// where g may be nil.
func SpaceOf(g *Group) string {
	if g == nil {
		return ""
	}
	return g.Space
}

// Method is the name of the handler in its interface.
func (r *Route) Method() string { return r.Handler[min(len(SpaceOf(r.Group)), len(r.Handler)):] }

// Accessor is the method by which the interface around a separate group gives its handlers: the
// group's name within the namespace around it.
func (g *Group) Accessor() string { return g.Name[len(SpaceOf(g.Parent)):] }

// FullName is the name by which people know a route: with that of its group in front.
func (r *Route) FullName() string {
	space := SpaceOf(r.Group)
	if r.Group == nil || r.Group.Name == "" {
		return r.Name
	}
	return r.Group.Name + "." + r.Name[len(space):]
}
