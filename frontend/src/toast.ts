// A short word in passing, at the bottom: the server's (header HX-Trigger: {"toast": "…"}) or about the connection.
const SHOWN_MS = 6000;

export function toast(text: string, kind: "" | "bad" = ""): void {
  const place = document.querySelector(".toasts");
  if (!place) return;
  const note = document.createElement("div");
  note.className = kind;
  note.textContent = text;
  place.append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}

export function hearToasts(): void {
  const body = document.body;
  body.addEventListener("toast", (event) => toast(String((event as CustomEvent<{ value?: unknown }>).detail.value)));
  body.addEventListener("htmx:sendError", () => toast("网络不通，请检查后重试。", "bad"));
  body.addEventListener("htmx:timeout", () => toast("服务器没有及时回应，请重试。", "bad"));
  body.addEventListener("htmx:responseError", (event) => {
    const status = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status;
    toast(status === 403 ? "没有权限，或登录已过期，请刷新页面。" : "这部分没有取到，请刷新页面重试。", "bad");
  });
}
