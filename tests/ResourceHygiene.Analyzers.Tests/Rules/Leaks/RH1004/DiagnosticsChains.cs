namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1004;

/// <summary>A temporary that is used once and dropped.</summary>
public sealed class DiagnosticsChains
{
    [Fact]
    public Task Method_of_a_new_object() => LeakCode.InMethod("var text = {|RH1004:new StreamReader(path)|}.ReadToEnd();");

    [Fact]
    public Task Property_of_a_new_object() => LeakCode.InMethod("var length = {|RH1004:File.OpenRead(path)|}.Length;");

    [Fact]
    public Task Awaited_method_of_a_new_object() => LeakCode.InAsyncMethod("var text = await {|RH1004:File.OpenText(path)|}.ReadToEndAsync();");

    [Fact]
    public Task Null_conditional_method() => LeakCode.InMethod(
        """
        {|RH1004:System.Diagnostics.Process.Start("git")|}?.WaitForExit();
        """);

    [Fact]
    public Task Field_of_a_new_object() => LeakCode.InFile(
        """
        sealed class Counter : Resource { public int Count; }
        class C
        {
            int M() => {|RH1004:new Counter()|}.Count;
        }
        """);

    [Fact]
    public Task After_a_fluent_call() => LeakCode.InFile(
        """
        sealed class Builder : IDisposable
        {
            private int _size;
            public Builder WithSize(int size) { _size = size; return this; }
            public int Build() => _size;
            public void Dispose() => _size = 0;
        }
        class C
        {
            int M() => {|RH1004:new Builder()|}.WithSize(3).Build();
        }
        """);
}
