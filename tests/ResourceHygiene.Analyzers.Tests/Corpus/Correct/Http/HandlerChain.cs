public sealed class LoggingHandler(HttpMessageHandler inner, Action<string> log) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        log($"> {request.Method} {request.RequestUri}");
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        return response;
    }
}

public static class ClientFactory
{
    public static HttpClient Create(Action<string> log) =>
        new HttpClient(new LoggingHandler(new SocketsHttpHandler(), log), disposeHandler: true);
}
