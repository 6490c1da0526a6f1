package wire

// What writes the record of json_codec_test.go.

func (v *order) MarshalJSON() ([]byte, error) { return v.AppendJSON(nil) }

func (v *order) AppendJSON(b []byte) (_ []byte, err error) {
	b = AppendInt(append(b, `{"id":`...), v.ID)
	b = AppendString(append(b, `,"title":`...), v.Title)
	b = AppendInt(append(b, `,"cents":`...), int64(v.Cents))
	if b, err = AppendFloat(append(b, `,"price":`...), v.Price, 64); err != nil {
		return b, err
	}
	b = AppendBool(append(b, `,"paid":`...), v.Paid)
	b = AppendString(append(b, `,"state":`...), string(v.State))
	if b, err = AppendTime(append(b, `,"placed":`...), v.Placed); err != nil {
		return b, err
	}
	if note, ok := v.Note.Get(); ok {
		b = AppendString(append(b, `,"note":`...), note)
	}
	b = append(b, `,"discount":`...)
	if discount, ok := v.Discount.Get(); !ok {
		b = append(b, "null"...)
	} else if b, err = AppendFloat(b, discount, 64); err != nil {
		return b, err
	}
	b = append(b, `,"tags":[`...)
	for i, tag := range v.Tags {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendString(b, tag)
	}
	b = append(b, `],"lines":[`...)
	for i := range v.Lines {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = v.Lines[i].AppendJSON(b); err != nil {
			return b, err
		}
	}
	b = AppendUUID(append(b, `],"customer":{"id":`...), v.Customer.ID)
	b = AppendString(append(b, `,"name":`...), v.Customer.Name)
	b = AppendString(append(b, `,"email":`...), v.Customer.Email)
	b = append(b, '}')
	if v.Attribute != nil {
		b = appendMap(append(b, `,"attributes":`...), v.Attribute)
	}
	if extra, ok := v.Extra.Get(); ok {
		b = append(b, `,"extra":[`...)
		for i, raw := range extra {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = AppendRaw(b, raw); err != nil {
				return b, err
			}
		}
		b = append(b, ']')
	}
	return append(b, '}'), nil
}

func appendMap(b []byte, m map[string]string) []byte {
	b = append(b, '{')
	for i, name := range Sorted(m) {
		b = AppendName(b, i, name)
		b = AppendString(b, m[name])
	}
	return append(b, '}')
}

func (v *line) AppendJSON(b []byte) (_ []byte, err error) {
	b = AppendString(append(b, `{"sku":`...), v.SKU)
	b = AppendUint(append(b, `,"count":`...), uint64(v.Count))
	if b, err = AppendFloat(append(b, `,"each":`...), v.Each, 64); err != nil {
		return b, err
	}
	return append(b, '}'), nil
}
