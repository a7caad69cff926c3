public sealed class Downloads(HttpClient client)
{
    // Nothing is released here: the task may be handed on as it is.
    public Task<string> GetAsync(string address) => client.GetStringAsync(address);

    public Task<byte[]> GetBytesAsync(string address, CancellationToken token)
    {
        if (token.IsCancellationRequested)
            return Task.FromCanceled<byte[]>(token);
        return client.GetByteArrayAsync(address, token);
    }
}
