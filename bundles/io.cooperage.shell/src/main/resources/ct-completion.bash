# Completion of ct for bash:  eval "$(ct completion)"
_ct() {
	local line=${COMP_LINE:0:COMP_POINT} words current kept candidate
	read -ra words <<<"$line"
	[[ $line == *[[:space:]] ]] && words+=("")
	current=${words[-1]}
	# Bash replaces only what stands after the last of = and :, which break words for it.
	kept=${current%"${current##*[=:]}"}
	COMPREPLY=()
	while IFS= read -r candidate; do
		[[ -n $candidate ]] && COMPREPLY+=("${candidate#"$kept"}")
	done < <("${words[0]}" __complete $((${#words[@]} - 2)) "${words[@]:1}" 2>/dev/null)
	[[ ${COMPREPLY[*]} == *= ]] && compopt -o nospace
}
complete -o default -F _ct ct
