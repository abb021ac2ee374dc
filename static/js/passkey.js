// Asks the browser to make or use a passkey, and sends its answer with the form around it.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list = []) => list.map((each) => ({ ...each, id: bytes(each.id) }));

async function create(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  });
  return {
    ...outline(made),
    extensions: JSON.stringify(made.getClientExtensionResults()),
    response: {
      clientDataJSON: words(made.response.clientDataJSON),
      attestationObject: words(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    },
  };
}

async function get(options) {
  const used = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response;
  return {
    ...outline(used),
    response: {
      clientDataJSON: words(clientDataJSON),
      authenticatorData: words(authenticatorData),
      signature: words(signature),
      userHandle: userHandle ? words(userHandle) : null,
    },
  };
}

const outline = (credential) => ({ id: credential.id, rawId: words(credential.rawId), type: credential.type });

async function run(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    const ask = form.dataset.passkey === "create" ? create : get;
    form.elements.credential.value = JSON.stringify(await ask(JSON.parse(form.dataset.options)));
    form.submit();
  } catch (error) {
    const known = { InvalidStateError: "This device has a passkey for you already.", NotAllowedError: "The device said no, or nobody answered. Try again when you are ready." };
    problem.textContent = known[error.name] || "This device cannot do it here. Your password works all the same.";
    problem.hidden = false;
  }
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const start = form.querySelector("[data-passkey-start]");
  start.hidden = false;
  start.addEventListener("click", () => run(form));
  start.focus();
}
