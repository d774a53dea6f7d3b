window.SwaggerUIBundle({ url: "/docs/openapi.yaml", dom_id: "#docs", deepLinking: true });
