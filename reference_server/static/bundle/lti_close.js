var e=document.getElementById("close");e.addEventListener("click",()=>{(window.opener??window.parent).postMessage({subject:"org.imsglobal.lti.close"},"*")});
//# sourceMappingURL=lti_close.js.map
