namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1007;

/// <summary>As <see cref="ExceptionCode"/>, with a few owners that the examples hand their resources to.</summary>
internal static class TemporaryCode
{
    private const string Usings = "using System.IO.Compression;\n";

    private const string Owners =
        """

        public class Session : IDisposable
        {
            private readonly IDisposable _connection;
            public Session(IDisposable connection, string settings) { _connection = connection; Name = settings; }
            public string Name { get; set; }
            public void Dispose() => _connection.Dispose();
        }

        public class Pair : IDisposable
        {
            private readonly Stream _first;
            private readonly Stream _second;
            public Pair(Stream first, Stream second) { _first = first; _second = second; }
            public void Dispose() { _first.Dispose(); _second.Dispose(); }
        }

        public class Three : IDisposable
        {
            private readonly Resource _first;
            private readonly Resource _second;
            public Three(Resource first, Resource second, string text) { _first = first; _second = second; Text = text; }
            public string Text { get; }
            public void Dispose() { _first.Dispose(); _second.Dispose(); }
        }
        """;

    private const string Helpers =
        "private static Resource Connect() => new Resource();\nprivate static string Load(string path) => File.ReadAllText(path);\n";

    public static Task InMethod(string statements) => InClass($"{Helpers}void M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    public static Task InAsyncMethod(string statements) => InClass($"{Helpers}async Task M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    public static Task InClass(string members) => InFile($"class C\n{{\n{members}\n}}");

    public static Task InFile(string source) => ExceptionCode.InFile(File(source));

    public static string File(string source) => Usings + source + Owners;
}
