package claims

// tail gives the words after a number that still belong to it: up to the next mark; none when another number comes first.
func (s *sentence) tail(i int) []token {
	for j := i + 1; j < len(s.tokens); j++ {
		switch k := s.tokens[j].kind; {
		case breaks.has(k), k == pause:
			return s.tokens[i+1 : j]
		case numbers.has(k):
			return nil
		}
	}
	return s.tokens[i+1:]
}

// meaning tells what a number counts, and which stretch of the text says so. The words before it are asked first, then those
// after it: 另有3件结转下年度办理.
func (s *sentence) meaning(t token, label, tail []token) (keys []string, from, to int) {
	from, to = t.from, t.to
	clause := &s.clause
	s.senseOf(clause, label)
	if clause.from >= 0 && clause.named && !clause.kinds.has(scope) {
		s.whose = clause.whose
	}
	if len(label) > 0 {
		from = max(label[0].from, to-maxWords)
	}
	if clause.blocked() {
		return nil, from, to
	}
	now, object := s.topic, 0
	for object < len(tail) && of(request, onDemand, about, info, filler).has(tail[object].kind) {
		now = now.after(tail[object])
		object++
	}
	keys = s.measures(clause, now)
	silent := !clause.kinds.any(contents) ||
		keys == nil && clause.kinds.any(documents) && !clause.kinds.any(makings|contents&^documents) // 规范性文件2件自动失效
	if silent || len(keys) == 1 && keys[0] == counted && !clause.kinds.any(of(receive, accept)) {
		if after := s.behind(label, tail); after != nil && (silent || after[0] != counted) {
			return after, t.from, min(tail[len(tail)-1].to, t.from+maxWords)
		}
	}
	if keys == nil {
		return nil, from, to
	}
	from = max(clause.first, to-maxWords)
	if len(tail) == 0 || clause.kinds.any(of(request, onDemand)) {
		return keys, from, to
	}
	switch first := tail[0].kind; {
	case first == otherWork, first == unknown && clause.kinds.any(of(receive, accept, closed)):
		return nil, from, to // 收到3件来函
	case object > 0:
		to = min(tail[object-1].to, t.from+maxWords)
	}
	return keys, from, to
}

// behind tells what a number counts by the words after it, with those before it.
func (s *sentence) behind(label, tail []token) []string {
	if len(tail) == 0 || tail[0].kind == each {
		return nil // 申请31件均已答复 says of the 31 what became of them
	}
	now, informed := s.topic, s.informed
	for _, w := range tail {
		now = now.after(w)
		s.informed = s.informed || of(about, request, onDemand).has(w.kind)
	}
	s.senseOf(&s.whole, label, tail)
	keys := s.measures(&s.whole, now)
	s.informed = informed
	return keys
}

// fits reports whether a number can be one of what it is said to count.
func fits(t token, keys []string) bool {
	if len(keys) == 0 || t.kind == span {
		return false
	}
	switch family(keys) {
	case "proactive":
		return t.kind == count && t.counter != '起' && t.counter != '例' && t.counter != '宗'
	case "normative", "rules":
		return t.counter != '起' && t.counter != '例' && t.counter != '宗' && t.counter != '次'
	}
	return t.counter != '篇'
}
