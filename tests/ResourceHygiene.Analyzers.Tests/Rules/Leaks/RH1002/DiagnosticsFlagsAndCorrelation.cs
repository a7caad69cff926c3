namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Flags that do not say what they seem to say.</summary>
public sealed class DiagnosticsFlagsAndCorrelation
{
    [Fact]
    public Task Another_flag_than_the_one_of_the_acquisition() => LeakCode.InClass(
        """
        void M(bool isRead, bool isDone)
        {
            Resource? resource = null;
            if (isRead)
                resource = {|RH1002:new Resource()|};
            Console.WriteLine(isRead);
            if (isDone)
                resource?.Dispose();
        }
        """);

    [Fact]
    public Task An_own_flag_that_one_way_forgets_to_set() => LeakCode.InClass(
        """
        void M(string path, Stream? stream, bool isFast)
        {
            bool isOwn = false;
            if (stream == null)
            {
                stream = {|RH1002:File.OpenRead(path)|};
                if (isFast)
                    isOwn = true;
            }

            stream.ReadByte();
            if (isOwn)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task Another_value_of_the_enum() => LeakCode.InClass(
        """
        enum Mode { Read, Write, Append }

        void M(string path, Mode mode)
        {
            Stream stream = {|RH1002:File.OpenRead(path)|};
            if (mode == Mode.Read)
                stream.Dispose();
            else if (mode == Mode.Write)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task The_success_flag_is_set_before_the_step_that_may_leave() => LeakCode.InClass(
        """
        Stream? Open(string path)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            bool isGood = true;
            try
            {
                if (stream.ReadByte() < 0)
                    return null;
                return stream;
            }
            finally
            {
                if (!isGood)
                    stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_flag_that_is_reset_on_the_way() => LeakCode.InMethod(
        """
        bool isOwn = false;
        Resource? resource = null;
        if (flag)
        {
            resource = {|RH1002:new Resource()|};
            isOwn = true;
        }

        if (path.Length == 0)
            isOwn = false;
        if (isOwn)
            resource!.Dispose();
        """);

    [Fact]
    public Task A_leave_open_parameter_without_anybody_to_leave_it_to() => LeakCode.InClass(
        """
        void Write(string path, bool leaveOpen)
        {
            var stream = {|RH1002:File.Create(path)|};
            stream.WriteByte(1);
            if (!leaveOpen)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task A_flag_that_is_cleared_by_and() => LeakCode.InClass(
        """
        void M(bool flag, bool other)
        {
            bool owns = flag;
            Resource? resource = null;
            if (owns)
                resource = {|RH1002:new Resource()|};
            owns &= other;
            if (owns)
                resource!.Dispose();
        }
        """);

    [Fact]
    public Task An_index_may_be_below_zero() => LeakCode.InMethod(
        """
        int index = path.IndexOf('a');
        if (index == 0)
            return;
        var resource = {|RH1002:new Resource()|};
        if (index > 0)
            resource.Dispose();
        """);

    [Fact]
    public Task A_text_that_changed_in_between() => LeakCode.InMethod(
        """
        Resource? resource = null;
        if (!string.IsNullOrEmpty(path))
            resource = {|RH1002:new Resource()|};
        path = Path.GetTempPath();
        if (!string.IsNullOrEmpty(path))
            resource?.Dispose();
        """);
}
