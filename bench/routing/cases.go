package routing

// The list of what is measured lives here.

// A Case is one router asked one order of one set.
type Case struct {
	Name   string // Route/<set>/<order>/<router>
	Loaded *Loaded
	Order  Order
}

// Cases loads every set of names from dir into every router that routers gives for
// it, typed and untyped. A set without integers has no typed cases, a router that
// refuses a set no cases; loaded tells about these too.
func Cases(dir string, names []string, routers func(*Set) []Router) (cases []Case, loaded []*Loaded,
	err error) {
	for _, name := range names {
		for _, typed := range []bool{false, true} {
			set, err := Load(dir, name, typed)
			if err != nil {
				return nil, nil, err
			}
			if typed && !set.HasInts() {
				continue
			}
			w, err := NewWorkload(set)
			if err != nil {
				return nil, nil, err
			}
			var ready []*Loaded
			for _, r := range routers(set) {
				ready = append(ready, LoadInto(r, w))
			}
			loaded = append(loaded, ready...)
			cases = append(cases, casesOf(w, ready)...)
		}
	}
	return cases, loaded, nil
}

// casesOf puts the routers of one order next to each other, so that they are
// measured within moments of each other.
func casesOf(w *Workload, ready []*Loaded) (cases []Case) {
	for _, order := range w.Orders {
		if len(order.Sequence) == 0 {
			continue
		}
		for _, l := range ready {
			if l.Refusal == nil {
				cases = append(cases, Case{Name: "Route/" + w.Set.Name + "/" + order.Name + "/" +
					l.Router.Name(), Loaded: l, Order: order})
			}
		}
	}
	return cases
}

// Routes is the number of requests in one pass.
func (c Case) Routes() int { return len(c.Order.Sequence) }

// Pass asks the whole order once.
func (c Case) Pass() { c.Loaded.Pass(c.Order) }
