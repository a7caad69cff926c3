namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Where the variable is null there is nothing to release.</summary>
public sealed class ValidNullChecks
{
    [Theory]
    [InlineData("if (resource != null) resource.Dispose();")]
    [InlineData("if (resource is not null) resource.Dispose();")]
    [InlineData("if (null != resource) resource.Dispose();")]
    [InlineData("if (!(resource is null)) resource.Dispose();")]
    [InlineData("if (resource == null) return; resource.Dispose();")]
    [InlineData("if (resource is { } given2) given2.Dispose();")]
    [InlineData("if (resource is Resource) resource.Dispose();")]
    [InlineData("if (resource is IDisposable disposable) disposable.Dispose();")]
    [InlineData("if (!ReferenceEquals(resource, null)) resource.Dispose();")]
    [InlineData("resource?.Dispose();")]
    [InlineData("(resource as IDisposable)?.Dispose();")]
    [InlineData("using (resource) { }")]
    public Task Released_where_it_is_there(string release) => LeakCode.InMethod(
        $$"""
        Resource? resource = null;
        if (flag)
            resource = new Resource();
        resource?.Use();
        {{release}}
        """);

    [Theory]
    [InlineData("if (resource == null) return;")]
    [InlineData("if (resource is null) throw new InvalidOperationException();")]
    [InlineData("if (!(resource is { })) return;")]
    public Task What_was_just_made_is_not_null(string check) => LeakCode.InMethod(
        $$"""
        var resource = new Resource();
        {{check}}
        resource.Dispose();
        """);

    [Fact]
    public Task A_null_check_kept_in_a_bool() => LeakCode.InMethod(
        """
        Resource? resource = flag ? new Resource() : null;
        bool isThere = resource != null;
        Console.WriteLine(path);
        if (isThere)
            resource!.Dispose();
        """);

    [Fact]
    public Task Two_that_may_be_missing() => LeakCode.InClass(
        """
        static Stream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;

        void M(string left, string right)
        {
            var first = Open(left);
            if (first == null)
                return;
            var second = Open(right);
            if (second == null)
            {
                first.Dispose();
                return;
            }

            second.Dispose();
            first.Dispose();
        }
        """);

    [Fact]
    public Task Either_both_or_none() => LeakCode.InMethod(
        """
        Resource? first = null;
        Resource? second = null;
        if (flag)
        {
            first = new Resource();
            second = new Resource();
        }

        if (first != null && second != null)
        {
            first.Dispose();
            second.Dispose();
        }
        """);
}
