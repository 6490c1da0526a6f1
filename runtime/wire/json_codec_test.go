package wire

import (
	"encoding/json"

	"time"
)

// A codec as generated code has one, of a record with everything in it.

type order struct {
	ID        int64                  `json:"id"`
	Title     string                 `json:"title"`
	Cents     int32                  `json:"cents"`
	Price     float64                `json:"price"`
	Paid      bool                   `json:"paid"`
	State     state                  `json:"state"`
	Placed    time.Time              `json:"placed"`
	Note      Optional[string]       `json:"note,omitzero"`
	Discount  Nullable[float64]      `json:"discount"`
	Tags      []string               `json:"tags"`
	Lines     []line                 `json:"lines"`
	Customer  customer               `json:"customer"`
	Attribute map[string]string      `json:"attributes,omitzero"`
	Extra     Optional[[]orderUpper] `json:"extra,omitzero"`
}

type orderUpper = json.RawMessage

type state string

func decodeState(d *Decoder, at int, v *state) (_ int, ok bool) {
	text, at, ok := d.WordAt(at)
	if !ok {
		return at, false
	}
	switch string(text) {
	case "open":
		*v = "open"
	case "sent":
		*v = "sent"
	case "done":
		*v = "done"
	default:
		return at, d.At(at).NoneOf("open, sent, done")
	}
	return at, true
}

type line struct {
	SKU   string  `json:"sku"`
	Count uint16  `json:"count"`
	Each  float64 `json:"each"`
}

type customer struct {
	ID    UUID   `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

var orderFields = NewFields("id", "title", "cents", "price", "paid", "state", "placed", "note",
	"discount", "tags", "lines", "customer", "attributes", "extra")

const orderRequired = 1<<0 | 1<<1 | 1<<2 | 1<<3 | 1<<4 | 1<<5 | 1<<6 | 1<<8 | 1<<9 | 1<<10 | 1<<11

func (v *order) UnmarshalJSON(text []byte) error { return Unmarshal(text, v, decodeOrder) }

func decodeOrder(d *Decoder, at int, v *order) (_ int, ok bool) {
	field, at, ok := d.ObjectAt(at, orderFields)
	if !ok {
		return at, false
	}
	data := d.Text()
	var seen uint64
	var others Names
	for field >= 0 {
		switch field {
		case 0:
			seen |= 1 << 0
			v.ID, at, _ = d.IntAt(at, 64)
			if next := at + 9; next > len(data) || string(data[at:next]) != `,"title":` || seen&(1<<1) != 0 {
				break
			}
			at += 9
			fallthrough
		case 1:
			seen |= 1 << 1
			w, next, ok := d.StringAt(at)
			if at = next; ok && d.At(at).Chars(w, 1, 2000) {
				v.Title = w
			}
			if next := at + 9; next > len(data) || string(data[at:next]) != `,"cents":` || seen&(1<<2) != 0 {
				break
			}
			at += 9
			fallthrough
		case 2:
			seen |= 1 << 2
			w, next, ok := d.IntAt(at, 32)
			if at = next; ok && d.At(at).AtLeast(w, 0) {
				v.Cents = int32(w)
			}
			if next := at + 9; next > len(data) || string(data[at:next]) != `,"price":` || seen&(1<<3) != 0 {
				break
			}
			at += 9
			fallthrough
		case 3:
			seen |= 1 << 3
			v.Price, at, _ = d.FloatAt(at, 64)
			if next := at + 8; next > len(data) || string(data[at:next]) != `,"paid":` || seen&(1<<4) != 0 {
				break
			}
			at += 8
			fallthrough
		case 4:
			seen |= 1 << 4
			v.Paid, at, _ = d.BoolAt(at)
		default:
			at = decodeMore(d, at, v, field, &seen, &others)
		}
		field, at = d.MemberAt(at, orderFields, seen)
	}
	if missing := orderRequired &^ seen; missing != 0 {
		orderFields.MissingOf(d, at, missing, 0)
	}
	return at, d.OK()
}

// decodeMore reads the members of an order that nobody foresees.
func decodeMore(d *Decoder, at int, v *order, field int, seen *uint64, others *Names) (next int) {
	*seen |= 1 << field & (1<<14 - 1)
	switch field {
	case 5:
		at, _ = decodeState(d, at, &v.State)
	case 6:
		v.Placed, at, _ = d.TimeAt(at)
	case 7:
		next, null := d.NullAt(at)
		if at = next; !null {
			w, next, _ := d.StringAt(at)
			v.Note, at = Some(w), next
		}
	case 8:
		next, null := d.NullAt(at)
		if at = next; !null {
			w, next, _ := d.FloatAt(at, 64)
			v.Discount, at = NonNull(w), next
		}
	case 9:
		v.Tags, at = listAt(d, at, d.StringAt)
	case 10:
		v.Lines, at = listAt(d, at, func(at int) (v line, next int, ok bool) {
			next, ok = decodeLine(d, at, &v)
			return v, next, ok
		})
	case 11:
		at, _ = decodeCustomer(d, at, &v.Customer)
	case 12:
		v.Attribute = decodeMap(d.At(at))
		at = d.Offset()
	case 13:
		next, null := d.NullAt(at)
		if at = next; !null {
			var list []orderUpper
			list, at = listAt(d, at, func(at int) (orderUpper, int, bool) {
				raw, ok := d.At(at).Raw()
				return raw, d.Offset(), ok
			})
			v.Extra = Some(list)
		}
	default:
		at = d.At(at).Unknown(others, true)
	}
	return at
}

func listAt[T any](d *Decoder, at int, read func(at int) (T, int, bool)) (list []T, next int) {
	next, more, ok := d.ArrayAt(at)
	if at = next; ok {
		for start := at; more; at, more = d.MoreAt(at) {
			w, next, ok := read(at)
			if at = next; ok {
				list = append(Room(d.At(at), list, start), w)
			}
		}
	}
	return list, at
}

func decodeMap(d *Decoder) map[string]string {
	if !d.Map() {
		return nil
	}
	m := map[string]string{}
	for name, more := d.Next(); more; name, more = d.Next() {
		key := string(name)
		if _, twice := m[key]; twice {
			d.Twice()
			break
		}
		v, next, _ := d.StringAt(d.Offset())
		m[key] = v
		d.At(next)
	}
	return m
}

var lineFields = NewFields("sku", "count", "each")

func decodeLine(d *Decoder, at int, v *line) (_ int, ok bool) {
	field, at, ok := d.ObjectAt(at, lineFields)
	if !ok {
		return at, false
	}
	data := d.Text()
	var seen uint64
	var others Names
	for field >= 0 {
		switch field {
		case 0:
			seen |= 1
			v.SKU, at, _ = d.StringAt(at)
			if next := at + 9; next > len(data) || string(data[at:next]) != `,"count":` || seen&2 != 0 {
				break
			}
			at += 9
			fallthrough
		case 1:
			seen |= 2
			w, next, _ := d.UintAt(at, 16)
			v.Count, at = uint16(w), next
			if next := at + 8; next > len(data) || string(data[at:next]) != `,"each":` || seen&4 != 0 {
				break
			}
			at += 8
			fallthrough
		case 2:
			seen |= 4
			v.Each, at, _ = d.FloatAt(at, 64)
		default:
			at = d.At(at).Unknown(&others, true)
		}
		field, at = d.MemberAt(at, lineFields, seen)
	}
	if missing := 7 &^ seen; missing != 0 {
		lineFields.MissingOf(d, at, missing, 0)
	}
	return at, d.OK()
}

var customerFields = NewFields("id", "name", "email")

func decodeCustomer(d *Decoder, at int, v *customer) (_ int, ok bool) {
	field, at, ok := d.ObjectAt(at, customerFields)
	if !ok {
		return at, false
	}
	var seen uint64
	var others Names
	for field >= 0 {
		switch seen |= 1 << field & 7; field {
		case 0:
			w, ok := d.At(at).UUID()
			if at = d.Offset(); ok {
				v.ID = w
			}
		case 1:
			v.Name, at, _ = d.StringAt(at)
		case 2:
			v.Email, at, _ = d.StringAt(at)
		default:
			at = d.At(at).Unknown(&others, true)
		}
		field, at = d.MemberAt(at, customerFields, seen)
	}
	if missing := 7 &^ seen; missing != 0 {
		customerFields.MissingOf(d, at, missing, 0)
	}
	return at, d.OK()
}
