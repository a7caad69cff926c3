namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1003;

/// <summary>One report an acquisition, and none where a rule about normal paths has spoken already.</summary>
public sealed class DiagnosticsOnce
{
    [Fact]
    public Task Several_calls_are_one_report() => ExceptionCode.InMethod(
        """
        var resource = [|new Resource()|];
        int.Parse(path);
        given.ReadByte();
        File.Delete(path);
        resource.Dispose();
        """);

    [Fact]
    public Task Two_acquisitions_are_two_reports() => ExceptionCode.InMethod(
        """
        var first = [|new Resource()|];
        var second = [|new Resource()|];
        given.ReadByte();
        first.Dispose();
        second.Dispose();
        """);

    [Fact]
    public Task Not_when_no_path_releases_it() => ExceptionCode.InMethod(
        """
        var resource = {|RH1001:new Resource()|};
        given.ReadByte();
        resource.Use();
        """);

    [Fact]
    public Task Not_when_a_normal_path_loses_it() => ExceptionCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        given.ReadByte();
        if (flag)
            resource.Dispose();
        """);

    [Fact]
    public Task Not_when_it_is_overwritten() => ExceptionCode.InMethod(
        """
        var resource = new Resource();
        given.ReadByte();
        {|RH1005:resource|} = new Resource();
        resource.Dispose();
        """);

    [Fact]
    public Task Not_again_for_the_initializer_in_front_of_it() => ExceptionCode.InMethod(
        """
        var resource = [|new Resource { Name = File.ReadAllText(path) }|];
        given.ReadByte();
        resource.Dispose();
        """);

    [Fact]
    public Task The_initializer_alone_has_its_own_rule() => ExceptionCode.InMethod(
        """
        var resource = {|RH1007:new Resource { Name = File.ReadAllText(path) }|};
        resource.Dispose();
        """);
}
