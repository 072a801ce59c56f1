#!/bin/sh
# The CHT's nginx, as far as hosting sees it: a certificate by CERTIFICATE_MODE, TLS on 443, the rest to api.
set -e
certificate=${SSL_CERT_FILE_PATH:-/etc/nginx/private/cert.pem}
key=${SSL_KEY_FILE_PATH:-/etc/nginx/private/key.pem}
self_signed() {
  [ -f "$certificate" ] && [ -f "$key" ] && { echo "a certificate is there already" >&2; return; }
  mkdir -p /etc/nginx/private
  openssl req -x509 -nodes -newkey rsa:2048 -days 365 -keyout "$key" -out "$certificate" 2>/dev/null \
    -subj "/C=${COUNTRY:-US}/O=${ORGANISATION:-medic}/CN=${COMMON_NAME:-test.invalid}/emailAddress=${EMAIL:-nobody@test.invalid}"
  echo "self signed certificate for ${COMMON_NAME:-test.invalid} made" >&2
}
echo "certificate mode $CERTIFICATE_MODE"
case $CERTIFICATE_MODE in
  OWN_CERT)
    [ -f "$certificate" ] || [ -f "$key" ] || { echo "no certificate at $certificate, no key at $key" >&2; exit 1; } ;;
  SELF_SIGNED) self_signed ;;
  AUTO_GENERATE)
    self_signed
    printf '#!/bin/sh\ncp "$RENEWED_LINEAGE/fullchain.pem" /etc/nginx/private/cert.pem\ncp "$RENEWED_LINEAGE/privkey.pem" /etc/nginx/private/key.pem\n' \
      > /etc/nginx/private/deploy.sh
    chmod +x /etc/nginx/private/deploy.sh
    mkdir -p /etc/nginx/private/certbot/.well-known/acme-challenge
    echo "certificates are made for this" > /etc/nginx/private/certbot/.well-known/acme-challenge/index.html ;;
  *) echo "CERTIFICATE_MODE is none that is known" >&2; exit 1 ;;
esac
sed -e "s|@CERTIFICATE@|$certificate|; s|@KEY@|$key|; s|@API@|${API_HOST:-api}:${API_PORT:-5988}|" \
  /opt/cht/bin/nginx.conf > /etc/nginx/nginx.conf
exec nginx -g 'daemon off;'
