package office

// Actions gives every action, in the order lists offer them.
func Actions() []Action {
	return []Action{ActionSignIn, ActionSignInRefused, ActionSignOut, ActionAccountAdd, ActionAccountChange, ActionPassword, ActionTokenAdd, ActionTokenRevoke,
		ActionExplain, ActionWithdraw, ActionSend, ActionAccept, ActionReturn, ActionPlace, ActionRoster, ActionExport, ActionJob, ActionDeadline,
		ActionBackup, ActionRestore, ActionRollback}
}

// Label is the action's Chinese name; one that is not known is called as it is written.
func (a Action) Label() string {
	switch a {
	case ActionSignIn:
		return "登录"
	case ActionSignInRefused:
		return "登录被拒"
	case ActionSignOut:
		return "退出"
	case ActionAccountAdd:
		return "建账号"
	case ActionAccountChange:
		return "改账号"
	case ActionPassword:
		return "设密码"
	case ActionTokenAdd:
		return "生成令牌"
	case ActionTokenRevoke:
		return "撤销令牌"
	case ActionExplain:
		return "写说明"
	case ActionWithdraw:
		return "撤回说明"
	case ActionSend:
		return "报送"
	case ActionAccept:
		return "接收"
	case ActionReturn:
		return "退回"
	case ActionPlace:
		return "归属"
	case ActionRoster:
		return "导入名录"
	case ActionExport:
		return "导出"
	case ActionJob:
		return "任务"
	case ActionDeadline:
		return "定期限"
	case ActionBackup:
		return "备份"
	case ActionRestore:
		return "恢复备份"
	case ActionRollback:
		return "换快照"
	}
	return string(a)
}
