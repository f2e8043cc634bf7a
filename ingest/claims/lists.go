package claims

// listing is a list of numbers being read: the parts of a total stated before them.
type listing struct {
	total   int // index of the claim that states the total; −1 while there is no list
	depth   int // of brackets it stands in
	counter rune
	family  string // what its parts have in common; empty when they have no keys
	parts   []int
	semi    bool // a semicolon came after its last part
	partial bool // 等: not all parts are named
}

// inside reports whether a list that has parts is being read at a depth of brackets.
func (l *listing) inside(depth int) bool { return l.total >= 0 && l.depth == depth && len(l.parts) > 0 }

// openList begins a list of parts of the last number: 收到20件：…, 主动公开62条，其中….
func (s *sentence) openList() {
	if s.depth >= maxDepth {
		return
	}
	l := &s.list
	switch {
	case l.inside(s.depth):
		l.total = -1 // parts of a part: which numbers belong to which cannot be told
		return
	case l.total >= 0 && len(l.parts) > 0:
		return
	}
	if total := s.last[s.depth]; total >= 0 {
		*l = listing{total: total, depth: s.depth, counter: l.counter, parts: l.parts[:0]}
	}
}

// listed reports whether a number can be the next part of the list being read.
func (s *sentence) listed(t token, keys []string) bool {
	l := &s.list
	if l.total < 0 || l.depth != s.depth || t.kind == span || s.clause.kinds.any(of(aside)) {
		return false
	}
	kin := family(keys)
	switch {
	case kin == "total", t.kind == count && l.counter != 0 && t.counter != l.counter:
		return false
	case len(l.parts) == 0:
		return true
	case kin == "":
		return !l.semi
	case l.family == "" && kin == "outcome" && !l.semi:
		// 答复22起：公开1，不属于政府信息4，告知其他途径3: some words for an outcome are known and some are not
		return family(Keys(s.claims[l.total].Key)) == "total"
	}
	return kin == l.family
}

// enlist gives the claim read last its place in a list.
func (s *sentence) enlist(t token, keys []string, moved bool) {
	index := len(s.claims) - 1
	depth := min(s.depth, maxDepth-1)
	l := &s.list
	switch {
	case moved:
		return // 同比增加5件 is neither part nor total
	case s.clause.kinds.has(aside):
		s.annex(index, depth)
		return
	case l.total < 0 && family(keys) == "channel" && s.last[depth] >= 0 && s.claims[s.last[depth]].Key == counted:
		// 收到20件，当面2件，网络1件: the ways requests came in by are its parts without being called so
		*l = listing{total: s.last[depth], depth: s.depth, counter: t.counter, parts: l.parts[:0]}
	}
	if !s.listed(t, keys) {
		if l.total >= 0 && l.depth == s.depth {
			s.endList()
		}
		if key := s.claims[index].Key; t.kind == count && key != carriedIn && key != carriedOut {
			s.last[depth] = index
			l.counter = t.counter
		}
		return
	}
	if len(l.parts) == 0 {
		l.family = family(keys)
	}
	l.parts, l.semi, l.partial = append(l.parts, index), false, false
}

// annex ties a number given beside another to it: 办结177件（含上年结转3件）.
func (s *sentence) annex(index, depth int) {
	if depth > 0 && s.depth < maxDepth {
		depth--
	}
	if s.claims[index].Key == carriedIn && s.last[depth] >= 0 {
		s.claims[index].PartOf = s.last[depth] + 1
	}
}

// endList ties the parts of a list to its total.
func (s *sentence) endList() {
	l := &s.list
	if l.total >= 0 && len(l.parts) > 1 && !l.partial {
		for _, part := range l.parts {
			s.claims[part].PartOf = l.total + 1
		}
	}
	*l = listing{total: -1, counter: l.counter, parts: l.parts[:0]}
}
