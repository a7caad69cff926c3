namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1005;

/// <summary>An assertion that other builds leave out is nothing that a handler is written for.</summary>
public sealed class Assertions
{
    [Theory]
    [InlineData("[System.Diagnostics.Conditional(\"CHECKED\")]", "stream = File.OpenRead(path)")]
    [InlineData("", "stream = {|RH1002:File.OpenRead(path)|}")]
    public Task Before_it_is_handed_on(string attribute, string acquisition) => LeakCode.InClass(
        $$"""
        {{attribute}}
        static void Assert(bool holds)
        {
            if (!holds)
                throw new IOException("does not hold");
        }

        static List<Stream> M(string[] paths)
        {
            var opened = new List<Stream>();
            foreach (string path in paths)
            {
                try
                {
                    var {{acquisition}};
                    Assert(stream.CanRead);
                    opened.Add(stream);
                }
                catch (IOException)
                {
                    Console.WriteLine(path);
                }
            }

            return opened;
        }
        """);
}
