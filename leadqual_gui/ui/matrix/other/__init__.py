"""The other rule files as tables: funnel and gates, playbook, profiles, kinds of activity, interviews."""
