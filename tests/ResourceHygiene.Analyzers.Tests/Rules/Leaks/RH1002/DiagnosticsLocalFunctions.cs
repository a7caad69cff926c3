namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A local function's effect takes place where it is called; its own body is a body like any other.</summary>
public sealed class DiagnosticsLocalFunctions
{
    [Fact]
    public Task Called_on_one_path_only() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        resource.Use();
        if (flag)
            Release(resource);

        static void Release(Resource resource) => resource.Dispose();
        """);

    [Fact]
    public Task A_capturing_function_called_on_one_path_only() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            Release();

        void Release() => resource.Dispose();
        """);

    [Fact]
    public Task Lost_inside_a_local_function() => LeakCode.InMethod(
        """
        Read(path);

        static int Read(string name)
        {
            var stream = {|RH1002:File.OpenRead(name)|};
            if (stream.Length == 0)
                return -1;
            int first = stream.ReadByte();
            stream.Dispose();
            return first;
        }
        """);

    [Fact]
    public Task Made_by_a_local_function() => LeakCode.InMethod(
        """
        var stream = {|RH1002:Open(path)|};
        if (flag)
            stream.Dispose();

        static Stream Open(string name) => File.OpenRead(name);
        """);
}
