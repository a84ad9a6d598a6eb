{{- /* SPDX-FileCopyrightText: The Hanse authors */ -}}
{{- /* SPDX-License-Identifier: Apache-2.0 */ -}}
{{- define "hanse.node" -}}
{{- if eq .Values.nodeAddressFamily "IPv6" -}}
[${HANSE_NODE_ADDRESS}]
{{- else -}}
${HANSE_NODE_ADDRESS}
{{- end -}}
{{- end -}}
{{- define "hanse.status-address" -}}
{{- if .Values.serviceMonitor.enabled -}}
{{ include "hanse.node" . }}
{{- else -}}
127.0.0.1
{{- end -}}
{{- end -}}
{{- /* usage: include "hanse.config" (list $ ADVERTISED) */ -}}
{{- define "hanse.config" -}}
{{- $ := index . 0 -}}
{{- $advertised := index . 1 -}}
{{- $listen := eq $.Values.nodeAddressFamily "IPv6" | ternary "[::]" "0.0.0.0" -}}
{{- range $advertised -}}
{{- if hasPrefix "[" . -}}
{{- $listen = "[::]" -}}
{{- end -}}
{{- end -}}
{{- with $.Values -}}
cluster: {{ .cluster | quote }}
name: "${HANSE_NODE_NAME//./-}"
data-dir: /var/lib/hanse/gateway
join-token-file: "/etc/hanse/join-tokens/${HANSE_NODE_NAME}"
pod-prefixes: {{ .podPrefixes | toJson }}
service-prefixes: {{ .servicePrefixes | toJson }}
status-listen: "{{ include "hanse.status-address" $ }}:{{ .status.port }}"
sources:
  kubernetes:
    write-imports: {{ .kubernetes.writeImports }}
    lease-namespace: {{ $.Release.Namespace }}
{{- if .kubernetes.writeImports }}
    node: "${HANSE_NODE_NAME}"
{{- end }}
dns:
  listen: ["{{ include "hanse.node" $ }}:{{ .dns.port }}"]
  zone: {{ .dns.zone | quote }}
  identity: "${HANSE_NODE_NAME}"
tunnel:
  device: {{ .tunnel.device | quote }}
  listen: "{{ $listen }}:{{ .tunnel.port }}"
  advertise: {{ $advertised | toJson }}
  workers: {{ .tunnel.workers }}
{{- if .nodes.enabled }}
nodes:
  listen: "{{ $listen }}:{{ .nodes.port }}"
  credentials: /etc/hanse/nodes
  vxlan-port: {{ .nodes.vxlanPort }}
  vxlan-device: {{ default "hanse-vxlan" .nodes.vxlanDevice | quote }}
{{- end }}
{{- end -}}
{{- end -}}
{{- define "hanse.node-config" -}}
name: "${HANSE_NODE_NAME}"
data-dir: /var/lib/hanse/node
gateways: ["hanse-gateways.{{ .Release.Namespace }}.svc:{{ .Values.nodes.port }}"]
credentials: /etc/hanse/nodes
status-listen: "{{ include "hanse.status-address" . }}:{{ .Values.nodes.statusPort }}"
vxlan-device: {{ default "hanse-vxlan" .Values.nodes.vxlanDevice | quote }}
kubernetes-events: {{ default false .Values.nodes.events }}
{{- end -}}
