public sealed class ResponseContext
{
    public required Stream Body { get; set; }
}

public sealed class MinifyMiddleware(Func<ResponseContext, Task> next)
{
    public async Task InvokeAsync(ResponseContext context)
    {
        Stream original = context.Body;
        using MemoryStream buffer = new();
        context.Body = buffer;
        try
        {
            await next(context);
            buffer.Position = 0;
            await buffer.CopyToAsync(original);
        }
        finally
        {
            context.Body = original;
        }
    }
}
