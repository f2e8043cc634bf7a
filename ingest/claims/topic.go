package claims

// topic is what the sentences at hand speak of.
type topic string

const (
	noTopic        topic = ""
	requestTopic   topic = "requests"
	reviewTopic    topic = "review"
	suitTopic      topic = "suit"
	directTopic    topic = "suit_direct"
	afterTopic     topic = "suit_after_review"
	normativeTopic topic = "normative"
	rulesTopic     topic = "rules"
	otherTopic     topic = "other"
)

// after gives the topic once a word has been read.
func (t topic) after(w token) topic {
	switch w.kind {
	case request, onDemand:
		return requestTopic
	case receive:
		if w.key == newRequest {
			return requestTopic
		}
	case review:
		return reviewTopic
	case suit:
		return suitTopic
	case suitDirect:
		return directTopic
	case suitAfter:
		return afterTopic
	case normative:
		return normativeTopic
	case rules:
		return rulesTopic
	case otherWork, proactively:
		return otherTopic
	}
	return t
}

func (t topic) isCase() bool {
	return t == reviewTopic || t == suitTopic || t == directTopic || t == afterTopic
}
