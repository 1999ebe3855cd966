const contentSecurityPolicy = [
  "default-src 'none'",
  // WebAssembly is compiled from our own files; nothing that is a text runs as a script.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  // Style attributes only: virtual lists and floating panels place their parts with them. Style elements stay refused.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sent with every answer: the app runs only its own scripts, talks only to its own origin and cannot be framed. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
