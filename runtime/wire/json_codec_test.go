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

func (s *state) decode(d *Decoder) (ok bool) {
	word, ok := d.Word()
	if !ok {
		return false
	}
	switch string(word) {
	case "open":
		*s = "open"
	case "sent":
		*s = "sent"
	case "done":
		*s = "done"
	default:
		return d.NoneOf("open, sent, done")
	}
	return true
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

var orderNames = [...]string{"id", "title", "cents", "price", "paid", "state", "placed", "note",
	"discount", "tags", "lines", "customer", "attributes", "extra"}

const orderRequired = 1<<0 | 1<<1 | 1<<2 | 1<<3 | 1<<4 | 1<<5 | 1<<6 | 1<<8 | 1<<9 | 1<<10 | 1<<11

// orderField is the number of a name.
func orderField(name []byte) int {
	switch string(name) {
	case "id":
		return 0
	case "title":
		return 1
	case "cents":
		return 2
	case "price":
		return 3
	case "paid":
		return 4
	case "state":
		return 5
	case "placed":
		return 6
	case "note":
		return 7
	case "discount":
		return 8
	case "tags":
		return 9
	case "lines":
		return 10
	case "customer":
		return 11
	case "attributes":
		return 12
	case "extra":
		return 13
	}
	return -1
}

func (v *order) UnmarshalJSON(text []byte) error {
	return Unmarshal(text, v, func(d *Decoder, v *order) bool { return v.decode(d) })
}

func (v *order) decode(d *Decoder) (ok bool) {
	if !d.Object() {
		return false
	}
	var seen uint64
	var others Names
	for name, more := d.Next(); more; name, more = d.Next() {
		i := orderField(name)
		if i < 0 {
			d.Unknown(&others, true)
			continue
		}
		if d.First(&seen, uint(i)) {
			v.decodeField(d, i)
		}
	}
	if missing := orderRequired &^ seen; missing != 0 {
		d.MissingOf(missing, orderNames[:]...)
		return false
	}
	return d.OK()
}

func (v *order) decodeField(d *Decoder, i int) {
	switch i {
	case 0:
		v.ID, _ = d.Int(64)
	case 1:
		if text, ok := d.String(); ok && d.Chars(text, 1, 2000) {
			v.Title = text
		}
	case 2:
		if n, ok := d.Int(32); ok && d.AtLeast(n, 0) {
			v.Cents = int32(n)
		}
	case 3:
		v.Price, _ = d.Float(64)
	case 4:
		v.Paid, _ = d.Bool()
	case 5:
		v.State.decode(d)
	case 6:
		v.Placed, _ = d.Time()
	case 7:
		if !d.Null() {
			text, _ := d.String()
			v.Note = Some(text)
		}
	case 8:
		if !d.Null() {
			n, _ := d.Float(64)
			v.Discount = NonNull(n)
		}
	case 9:
		v.Tags = decodeStrings(d)
	case 10:
		v.Lines = decodeLines(d)
	case 11:
		v.Customer.decode(d)
	case 12:
		v.Attribute = decodeMap(d)
	case 13:
		if !d.Null() {
			v.Extra = Some(decodeRaws(d))
		}
	}
}

func decodeStrings(d *Decoder) (list []string) {
	if !d.Array() {
		return nil
	}
	for start := d.Offset(); d.More(); {
		list = Room(d, list, start)
		text, _ := d.String()
		list = append(list, text)
	}
	return list
}

func decodeRaws(d *Decoder) (list []json.RawMessage) {
	if !d.Array() {
		return nil
	}
	for d.More() {
		raw, _ := d.Raw()
		list = append(list, raw)
	}
	return list
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
		m[key], _ = d.String()
	}
	return m
}

func decodeLines(d *Decoder) (list []line) {
	if !d.Array() {
		return nil
	}
	for start := d.Offset(); d.More(); {
		list = Room(d, list, start)
		list = list[:len(list)+1]
		list[len(list)-1].decode(d)
	}
	return list
}

func (v *line) decode(d *Decoder) (ok bool) {
	if !d.Object() {
		return false
	}
	var seen uint64
	var others Names
	for name, more := d.Next(); more; name, more = d.Next() {
		switch string(name) {
		case "sku":
			if d.First(&seen, 0) {
				v.SKU, _ = d.String()
			}
		case "count":
			if d.First(&seen, 1) {
				n, _ := d.Uint(16)
				v.Count = uint16(n)
			}
		case "each":
			if d.First(&seen, 2) {
				v.Each, _ = d.Float(64)
			}
		default:
			d.Unknown(&others, true)
		}
	}
	if seen != 7 {
		d.MissingOf(7&^seen, "sku", "count", "each")
	}
	return d.OK()
}

func (v *customer) decode(d *Decoder) (ok bool) {
	if !d.Object() {
		return false
	}
	var seen uint64
	var others Names
	for name, more := d.Next(); more; name, more = d.Next() {
		switch string(name) {
		case "id":
			if d.First(&seen, 0) {
				v.ID, _ = d.UUID()
			}
		case "name":
			if d.First(&seen, 1) {
				v.Name, _ = d.String()
			}
		case "email":
			if d.First(&seen, 2) {
				v.Email, _ = d.String()
			}
		default:
			d.Unknown(&others, true)
		}
	}
	if seen != 7 {
		d.MissingOf(7&^seen, "id", "name", "email")
	}
	return d.OK()
}
