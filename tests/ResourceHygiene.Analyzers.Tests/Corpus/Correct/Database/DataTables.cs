using System.Data;
using System.Data.Common;

public sealed class ReportTable
{
    public DataTable Load(DbCommand command)
    {
        DataTable table = new("report");
        using DbDataReader reader = command.ExecuteReader();
        table.Load(reader);
        DataView view = new(table) { Sort = "name" };
        return view.ToTable();
    }

    public int Count(DbDataAdapter adapter)
    {
        DataSet set = new();
        adapter.Fill(set);
        return set.Tables[0].Rows.Count;
    }
}
