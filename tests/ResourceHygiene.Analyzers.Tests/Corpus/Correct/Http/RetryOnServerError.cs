public sealed class RetryHandler : DelegatingHandler
{
    private const int Attempts = 3;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode < 500 || attempt == Attempts)
                return response;

            response.Dispose();
            await Task.Delay(100 * attempt, cancellationToken).ConfigureAwait(false);
        }
    }
}
