{{- /* SPDX-FileCopyrightText: The Hanse authors */ -}}
{{- /* SPDX-License-Identifier: Apache-2.0 */ -}}
{{- define "hanse.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: hanse
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}
{{- define "hanse.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
{{- define "hanse.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- define "hanse.environment" -}}
- {name: HANSE_LOG_FORMAT, value: {{ .Values.logFormat }}}
{{- with .Values.javaOptions }}
- {name: HANSE_JAVA_OPTIONS, value: {{ . | quote }}}
{{- end }}
{{- end -}}
{{- define "hanse.node-selector" -}}
app.kubernetes.io/name: hanse-node
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
