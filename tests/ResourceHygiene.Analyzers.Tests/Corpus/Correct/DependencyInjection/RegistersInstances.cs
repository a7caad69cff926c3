public interface IRegistry
{
    IRegistry AddSingleton<T>(T instance)
        where T : class;

    IRegistry AddScoped<T>(Func<IServiceProvider, T> factory)
        where T : class;
}

public static class Composition
{
    public static IRegistry AddStorage(this IRegistry registry, string path)
    {
        FileStream log = new(path, FileMode.Append);
        registry.AddSingleton(log);
        registry.AddSingleton(new HttpClient());
        return registry
            .AddSingleton<TextWriter>(new StringWriter())
            .AddScoped<Stream>(_ => new MemoryStream())
            .AddScoped(services => new StreamReader((Stream)services.GetService(typeof(Stream))!));
    }
}
