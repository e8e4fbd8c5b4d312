var t=document.getElementById("close");t.addEventListener("click",()=>{(window.opener??window.parent).postMessage({subject:"org.imsglobal.lti.close"},t.dataset.origin)});
//# sourceMappingURL=lti_close.js.map
