namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>One of the two releases is in a method that is called.</summary>
public sealed class DiagnosticsCalls
{
    [Fact]
    public Task After_a_method_that_releases_its_argument() => ReleaseCode.InClass(
        """
        static void Finish(Resource resource)
        {
            resource.Use();
            resource.Dispose();
        }

        void M()
        {
            var resource = new Resource();
            Finish(resource);
            {|RH3001:resource.Dispose()|};
        }
        """);

    [Fact]
    public Task After_a_method_annotated_with_releases() => ReleaseCode.InClass(
        """
        static extern void Finish([Releases] Resource resource);

        void M()
        {
            var resource = new Resource();
            Finish(resource);
            {|RH3001:resource.Dispose()|};
        }
        """);

    [Fact]
    public Task After_a_local_function_that_releases() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Use();
        Finish();
        {|RH3001:resource.Dispose()|};

        void Finish() => resource.Dispose();
        """);

    [Fact]
    public Task After_a_lambda_that_is_called_here() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        Action finish = () => resource.Dispose();
        finish();
        {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task After_an_extension_that_releases() => ReleaseCode.InFile(
        """
        static class Extensions
        {
            public static void Finish(this Resource resource) => resource.Dispose();
        }

        class C
        {
            void M()
            {
                var resource = new Resource();
                resource.Finish();
                {|RH3001:resource.Dispose()|};
            }
        }
        """);
}
