package claims

// sense is what the words of a clause say about its number.
type sense struct {
	kinds     set
	outcomes  []string
	channels  []string
	results   []string
	carryNext bool // 转下年度
	dealtWith bool // 办结, not 答复
	year      int  // a year named other than the report's
	foreign   bool // a year named that a carried-over case cannot be of, or two
	stray     bool // an unknown word where it may narrow what is counted
	// from and to are where the subject stands in the text: whose number it is. from is −1 when it is not said. whose is what of it
	// narrows the number.
	from, to int
	before   [2]int // the same without its last run of unknown characters
	whose    string
	named    bool // what stands there names somebody
	// first is where the first word that says what is counted stands; −1 when there is none.
	first int
	// mover is the word that makes the number a change or one of another year.
	mover string
}

// senseOf gathers what tokens say. Unknown words are taken for the subject as long as nothing has been said of what is counted.
func (r *reader) senseOf(into *sense, runs ...[]token) {
	*into = sense{outcomes: into.outcomes[:0], channels: into.channels[:0], results: into.results[:0], from: -1, first: -1}
	for _, tokens := range runs {
		for _, t := range tokens {
			r.take(into, t)
		}
	}
	if into.from >= 0 {
		into.whose, into.named = r.subject(into.from, into.to)
		into.stray = into.stray || !into.named
	}
}

func (r *reader) take(s *sense, t token) {
	if s.first < 0 && (contents | of(previous, next)).has(t.kind) {
		if s.first = t.from; t.kind == channel && s.to == t.from && r.text[t.to-1] == '站' {
			s.from, s.to = s.before[0], s.before[1] // 龙亭区 of 龙亭区政府网站 says whose the site is, not whose the number
		}
	}
	switch t.kind {
	case unknown, itself, bare, percent, span, count:
		if s.first >= 0 || t.kind != unknown && t.kind != itself {
			s.stray = s.stray || t.kind != itself
			return
		}
		s.before = [2]int{s.from, s.to}
		if s.from < 0 {
			s.from = t.from
		}
		s.to = t.to
	case outcome:
		s.outcomes = append(s.outcomes, r.words.keys[t.key])
	case channel:
		s.channels = append(s.channels, r.words.keys[t.key])
	case result:
		s.results = append(s.results, r.words.keys[t.key])
	case closed:
		s.dealtWith = t.key == dealtWith && (s.dealtWith || !s.kinds.has(closed))
	case carry:
		s.carryNext = s.carryNext || t.key == toNext
	case change, compare, otherYear, previous, next:
		s.mover = r.original(t.from, t.to)
	case year:
		if int(t.value) == r.of.Year {
			return
		}
		s.foreign = s.foreign || s.year != 0
		s.year = int(t.value)
		if s.mover == "" {
			s.mover = r.original(t.from, t.to)
		}
	}
	s.kinds |= of(t.kind)
}

// blocked reports whether something said rules out that the number is this year's count of anything in the tables.
func (s *sense) blocked() bool {
	switch {
	case s.stray || s.kinds.any(of(otherWork, change, compare, otherYear, respectively, none)):
		return true
	case s.kinds.has(sundry) && !s.kinds.has(proactively):
		return true
	}
	return s.foreign || s.moved()
}

// moved reports whether the number is a change or of another year.
func (s *sense) moved() bool {
	return s.kinds.any(of(change, compare, otherYear)) || (s.year != 0 || s.kinds.any(of(previous, next))) && !s.kinds.has(carry)
}
