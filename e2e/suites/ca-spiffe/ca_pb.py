"""The signing call of Istio's agents from Python, by the numbers of its fields: no generated code is needed."""

import grpc


def _varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _request(csr, ttl):
    text = csr.encode()
    return b"\x0a" + _varint(len(text)) + text + (b"\x18" + _varint(ttl) if ttl else b"")  # 1: csr, 3: seconds


def _chain(message):
    """The certificates of an answer: field 1, repeated."""
    found, at = [], 0
    while at < len(message):
        if message[at] != 0x0A:
            raise ValueError(f"field {message[at] >> 3} (expected: 1)")
        at += 1
        length = shift = 0
        while True:
            byte = message[at]
            length |= (byte & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if byte < 0x80:
                break
        found.append(message[at : at + length].decode())
        at += length
    return found


class Caller:
    def __init__(self, target, root, chain=None, key=None):
        own = {"certificate_chain": chain.read_bytes(), "private_key": key.read_bytes()} if chain else {}
        self.channel = grpc.secure_channel(target, grpc.ssl_channel_credentials(root.read_bytes(), **own))
        self.call = self.channel.unary_unary(
            "/istio.v1.auth.IstioCertificateService/CreateCertificate",
            request_serializer=lambda message: message,
            response_deserializer=_chain,
        )

    def sign(self, csr, bearer=None, ttl=0):
        return self.call(
            _request(csr, ttl), timeout=20, metadata=[("authorization", "Bearer " + bearer)] if bearer else []
        )


def code_of(call):
    try:
        call()
        return "OK"
    except grpc.RpcError as e:
        return e.code().name
